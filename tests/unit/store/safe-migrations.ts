/**
 * Why a migration cannot be applied beside running instances of the version before. They read and write by the names, types and
 * signatures they know, and nobody may wait for a lock for longer than a moment.
 */
const dangers: [pattern: RegExp, why: string][] = [
  [/^drop (table|view|type|schema|sequence)\b/, 'the version before may use it: drop it one version later'],
  [/^drop (function|trigger)\b/, 'the version before may call it: it stays for one version'],
  [/^create (or replace )?(function|procedure|trigger)\b/, 'belongs into prisma/functions'],
  [/^alter function\b/, 'belongs into prisma/functions'],
  [/^drop index (?!concurrently)/, 'locks the table: drop it concurrently, without a transaction'],
  [/^alter (table|index|view|sequence) .*\brename\b/, 'the version before knows the old name'],
  [
    /^alter table .*\bdrop (column )?(?!constraint|not null|default|expression|identity)/,
    'the version before may use the column',
  ],
  [/^alter table .*\bdrop default\b/, 'the version before may rely on the default'],
  [
    /^alter table .*\balter (column )?\S+ (set data )?type\b/,
    'rewrites the table, and changes what the version before reads',
  ],
  [/^alter table .*\bset not null\b/, 'reads the whole table under a lock, and the version before may write nulls'],
  [
    /^alter table .*\badd (column )?.*\bnot null\b(?!.*\bdefault\b)(?<!default.*)/,
    'the version before writes rows without it',
  ],
  [
    /^alter table .*\badd (column )?.*\bdefault (?!now\(\)|current_timestamp)[^,]*\(/,
    'rewrites the table: the value is another for each row',
  ],
  [
    /^alter table .*\badd (constraint \S+ )?(check|foreign key|references)\b(?!.*\bnot valid\b)/,
    'reads the whole table under a lock: add it "not valid", and validate it one version later',
  ],
  [/^alter table .*\badd (constraint \S+ )?(unique|primary key|exclude)\b/, 'builds an index under a lock'],
  [/^alter type\b(?!.*\badd value\b)/, 'the version before knows the old type'],
  [
    /^(update|delete|truncate|insert into .* select|lock|cluster|vacuum full|reindex)\b/,
    'holds rows and the horizon for as long as it takes: that is work for a job, in batches',
  ],
];

const indexOn = /^create (?:unique )?index (?:if not exists )?(?:\S+ )?on (?:only )?"?(\w+)"?/;
const concurrentIndex = /^create (unique )?index concurrently\b/;

/** @returns the statements of a script, in lower case and on one line each, without comments and without what is in functions */
const statementsOf = (sql: string): string[] =>
  sql
    .replace(/\$(\w*)\$.*?\$\1\$/gs, '$$')
    .replace(/--.*$/gm, '')
    .split(';')
    .map((statement) => statement.replace(/\s+/g, ' ').trim().toLowerCase())
    .filter((statement) => statement !== '');

/** @returns a line for each statement of a migration that is not safe beside instances of the version before */
export const faultsOf = (sql: string): string[] => {
  const statements = statementsOf(sql);
  const fresh = new Set(
    statements.flatMap((one) => /^create (?:unlogged )?table (?:if not exists )?"?(\w+)/.exec(one)?.[1] ?? []),
  );
  const isAlone = sql.startsWith('-- without a transaction\n');
  const table = (one: string) =>
    /^(?:alter table|update|insert into|delete from|lock table|truncate) (?:only )?"?(\w+)/.exec(one)?.[1];
  const judge = (one: string): string[] => {
    if (fresh.has(table(one) ?? '')) return [];
    const on = indexOn.exec(one)?.[1];
    if (on !== undefined && !fresh.has(on))
      return [`${one}: locks out all writers: create it concurrently, without a transaction`];
    if (concurrentIndex.test(one) && (!isAlone || statements.length > 1))
      return [`${one}: must be alone in its file, which begins with "-- without a transaction"`];
    return dangers.flatMap(([pattern, why]) => (pattern.test(one) ? [`${one}: ${why}`] : []));
  };
  return statements.flatMap(judge);
};
