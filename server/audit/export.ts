import type { AuditFilter } from '../../protocol/index.ts';
import type { Database } from '../engine/store/database.ts';
import { readSpan } from './page.ts';

const atOnce = 1_000;
const looked = 5_000;

// Forward along the numbers, so many of them at a time, whatever the filter leaves: no statement takes long, and memory holds a page.
const readPart = `
  select seq, at, actor_id, action, subject_kind, subject_id, address, detail, refused, encode(hash, 'hex') as hash from (
    select * from (
      select seq, at, actor_id, action, subject_kind, subject_id, address, detail, refused, hash
      from audit_entry where seq > $1 and seq <= $2 order by seq
    ) e
    where ($3::uuid is null or e.actor_id = $3) and ($4::text is null or e.action = $4)
      and ($5::text is null or e.subject_id = $5) and ($6::boolean is null or e.refused = $6)
    limit ${atOnce}
  ) e order by seq`;
const readEnd = 'select seq from audit_head';

/** An entry as it is given away: with its hash, so that whoever has all of them can verify the chain. */
type Exported = {
  seq: string;
  at: Date;
  actor_id: string | null;
  action: string;
  subject_kind: string | null;
  subject_id: string | null;
  address: string | null;
  detail: Record<string, unknown>;
  refused: boolean;
  hash: string;
};

/** Entries from the first to what is the last one now, a part at a time. */
async function* parts(database: Pick<Database, 'query'>, filter: AuditFilter): AsyncGenerator<Exported[]> {
  const [first, beyond] = await readSpan(database, filter);
  const [head] = await database.query<{ seq: string }>('audit_end', readEnd, []);
  const last = Math.min(Number(head?.seq ?? 0), beyond - 1);
  const { actorId = null, action = null, subjectId = null, refused = null } = filter;
  for (let after = first - 1; after < last; ) {
    const until = Math.min(after + looked, last);
    const values = [after, until, actorId, action, subjectId, refused];
    const rows = await database.query<Exported>('audit_part', readPart, values);
    yield rows;
    // One that is full may have left some of its span behind.
    after = rows.length === atOnce ? Number(rows.at(-1)?.seq) : until;
  }
}

const fields = [
  'seq',
  'at',
  'actorId',
  'action',
  'subjectKind',
  'subjectId',
  'address',
  'refused',
  'detail',
  'hash',
] as const;

const toFields = (row: Exported): Record<(typeof fields)[number], unknown> => ({
  ...{ seq: Number(row.seq), at: row.at.toISOString(), actorId: row.actor_id, action: row.action },
  ...{ subjectKind: row.subject_kind, subjectId: row.subject_id, address: row.address, refused: row.refused },
  ...{ detail: row.detail, hash: row.hash },
});

// A table calculates what begins like a formula: with a quote before it, it is text (OWASP, CSV injection).
const cell = (value: unknown): string => {
  const text = value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value);
  const plain = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
};

const formats = {
  ndjson: { head: '', line: (row: Exported) => `${JSON.stringify(toFields(row))}\n` },
  csv: {
    head: `${fields.join(',')}\r\n`,
    line: (row: Exported) => {
      const values = toFields(row);
      return `${fields.map((field) => cell(values[field])).join(',')}\r\n`;
    },
  },
};
export type AuditFormat = keyof typeof formats;

/** @returns the log as text, in parts of some hundred kilobytes, as fast as they are taken */
export async function* exportAudit(
  database: Pick<Database, 'query'>,
  format: AuditFormat,
  filter: AuditFilter,
): AsyncGenerator<string> {
  const { head, line } = formats[format];
  if (head !== '') yield head;
  for await (const rows of parts(database, filter)) if (rows.length > 0) yield rows.map(line).join('');
}
