import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type pg from 'pg';
import type { Database } from '../../../server/engine/store/database.ts';

export type Statement = { name: string; text: string; values: unknown[] };

/** A database that remembers of every prepared statement with what it was run last. */
export const recording = (database: Database, recorded: Map<string, Statement>): Database => ({
  ...database,
  query: (name, text, values) => {
    recorded.set(name, { name, text, values });
    return database.query(name, text, values);
  },
});

const calls = /atabase(?:\(\))?\.query(?:<[^(]*>)?\(\s*('(?<name>\w+)'|name\b)/g;

/** Where a file hands names on: what it writes before them. A name that is made up has to be known by its beginning. */
const handedOn: Record<string, RegExp> = {
  'server/audit/page.ts': /(?:run|query)<[^`']*>\((?:'(\w+)'|`(\w+)\$\{)/g,
  'server/dead-letters/desk.ts': /name = `(\w+)\$\{/g,
  'server/dead-letters/window.ts': /name = `(\w+)\$\{/g,
  'server/rooms/conversations.ts': /#act\('(\w+)'/g,
  'server/rooms/departures.ts': /#by\('(\w+)'/g,
  'server/rooms/store-marks.ts': /'(read_marks\w*)'/g,
  'server/people/sessions.ts': /#lookUp\('(\w+)'/g,
  'server/tickets/page.ts': /readOne\((?:'(\w+)'|`(\w+)\$\{)/g,
};

/**
 * The names of all prepared statements in server/, as they are written there.
 * @throws when a file hands names on and {@link handedOn} does not say how: its statements would go unseen
 */
export const writtenNames = async (root: string): Promise<Set<string>> => {
  const names = new Set<string>();
  for await (const path of glob('server/**/*.ts', { cwd: root, exclude: ['server/engine/store/generated/**'] })) {
    const text = await readFile(join(root, path), 'utf8');
    for (const { groups } of text.matchAll(calls)) {
      if (groups?.name !== undefined) names.add(groups.name);
      else if (path !== 'server/engine/store/database.ts' && handedOn[path] === undefined)
        throw new Error(`${path} hands on the name of a statement: say in handedOn how it writes it`);
    }
    for (const match of text.matchAll(handedOn[path] ?? /(?!)/g)) names.add(match[1] ?? match[2] ?? '');
  }
  return names;
};

type Node = {
  'Node Type': string;
  'Relation Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  'Rows Removed by Index Recheck'?: number;
  Plans?: Node[];
};
/** A part of a plan that reads a table. */
export type Reading = { table: string; kind: string; rows: number };

const textOf = (value: unknown): string => {
  if (Buffer.isBuffer(value)) return `\\x${value.toString('hex')}`;
  return value instanceof Date ? value.toISOString() : String(value);
};

const literal = (client: pg.PoolClient, value: unknown): string => {
  if (value === null || value === undefined) return 'null';
  if (!Array.isArray(value)) return client.escapeLiteral(textOf(value));
  const items = value.map((item: unknown) => (item === null ? 'null' : JSON.stringify(textOf(item))));
  return client.escapeLiteral(`{${items.join(',')}}`);
};

const readingsIn = (node: Node): Reading[] => {
  const { 'Relation Name': table, 'Node Type': kind, 'Actual Loops': loops } = node;
  const perLoop =
    node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0) + (node['Rows Removed by Index Recheck'] ?? 0);
  const own = table === undefined ? [] : [{ table, kind, rows: Math.round(perLoop * loops) }];
  return [...own, ...(node.Plans ?? []).flatMap(readingsIn)];
};

/** What a statement reads with the plan that would be kept for it. Nothing is changed: it is taken back. */
export const readingsOf = async (pool: pg.Pool, { text, values }: Statement): Promise<Reading[]> => {
  const client = await pool.connect();
  try {
    await client.query(`begin; set local enable_seqscan = off; set local plan_cache_mode = force_generic_plan`);
    await client.query(`prepare examined as ${text}`);
    const given = values.length === 0 ? '' : `(${values.map((value) => literal(client, value)).join(', ')})`;
    const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: Node }] }>(
      `explain (analyze, timing off, format json) execute examined${given}`,
    );
    return rows.flatMap((row) => row['QUERY PLAN'].flatMap(({ Plan }) => readingsIn(Plan)));
  } finally {
    await client.query('rollback; deallocate all');
    client.release();
  }
};
