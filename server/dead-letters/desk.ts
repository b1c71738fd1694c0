import { type Data, limits, notFound, type Payload, type Result, success } from '../../protocol/index.ts';
import { fromStart } from '../engine/log/page.ts';
import type { Database } from '../engine/store/database.ts';
import type { Rereader } from '../sources/index.ts';
import { type LetterRow, letterColumns, shown, toLetter } from './letter-row.ts';
import { before, lastId, type Selected, selected, span } from './selection.ts';
import { rereadWindow } from './window.ts';

/** Milliseconds of reading after which no more letters are looked at: a mapping may take its time. */
const previewTime = 3_000;

// From one kind to the next along the index, and in each its first, its last and how many there are: of letters only the index is read.
// Bounded: there are not more kinds than these, and of more letters than these so many are counted.
const isOfKind = 'd.state = $1 and d.source = k.source and d.kind = k.kind';
const groups = `
  with recursive step as (
    (select d.source, d.kind from dead_letter d where d.state = $1 order by d.source, d.kind limit 1)
    union all
    select n.source, n.kind from step s cross join lateral (
      select d.source, d.kind from dead_letter d
      where d.state = $1 and (d.source, d.kind) > (s.source, s.kind) order by d.source, d.kind limit 1) n
  )
  select k.source, k.kind, c.letters, f.created_at as first, l.created_at as last
  from (select s.source, s.kind from step s limit ${limits.deadLetterKinds}) k
  cross join lateral (
    select count(*)::int as letters from (
      select from dead_letter d where ${isOfKind} limit ${limits.deadLettersCounted}) d) c
  cross join lateral (select d.created_at from dead_letter d where ${isOfKind} order by d.id limit 1) f
  cross join lateral (select d.created_at from dead_letter d where ${isOfKind} order by d.id desc limit 1) l
  order by c.letters desc, k.source, k.kind limit ${limits.deadLetterGroups}`;
const total = `
  select count(*)::int as letters from (
    select from dead_letter d where d.state = $1 limit ${limits.deadLettersCounted} + 1) d`;
const list = ({ between, order, next }: Selected): string => `
  select ${letterColumns} from dead_letter d where ${between} order by ${order('desc')} limit $${next + 2}`;
const one = `
  select ${letterColumns}, substring(d.payload for ${4 * limits.deadLetterShown}) as payload, d.headers, d.mended,
         r.id as rejection_id, r.ticket_id
  from dead_letter d left join rejection r on r.source = d.source and r.event_id = d.event_id
  where d.id = $1`;
type GroupRow = { source: Data<'dead-letter:groups'>['groups'][number]['source']; kind: string; letters: number } & {
  first: Date;
  last: Date;
};
type WholeRow = LetterRow & {
  payload: Buffer;
  headers: Record<string, string> | null;
  mended: Buffer | null;
  rejection_id: string | null;
  ticket_id: string | null;
};

/** What there is to read of letters that could not be read. */
export class DeadLetterDesk {
  readonly #database: Database;
  readonly #rereader: Rereader;

  constructor(database: Database, rereader: Rereader) {
    this.#database = database;
    this.#rereader = rereader;
  }

  async groups({ state }: Payload<'dead-letter:groups'>): Promise<Result<Data<'dead-letter:groups'>>> {
    const [rows, [counted]] = await Promise.all([
      this.#database.query<GroupRow>('dead_letter_groups', groups, [state]),
      this.#database.query<{ letters: number }>('dead_letter_total', total, [state]),
    ]);
    const letters = counted?.letters ?? 0;
    return success({
      groups: rows.map((row) => ({ ...row, first: row.first.toISOString(), last: row.last.toISOString() })),
      letters: Math.min(letters, limits.deadLettersCounted),
      counted: letters <= limits.deadLettersCounted,
    });
  }

  async list({
    state,
    before: following,
    limit,
    ...which
  }: Payload<'dead-letter:list'>): Promise<Result<Data<'dead-letter:list'>>> {
    const meant = selected(state, which);
    const name = `dead_letters_${meant.by}`;
    const values = [...meant.values, ...span(null, following === undefined ? null : before(following)), limit + 1];
    const rows = await this.#database.query<LetterRow>(name, list(meant), values);
    const letters = fromStart(rows.slice(0, limit).map(toLetter));
    return success({ letters, next: letters.length < rows.length ? (letters.at(-1)?.id ?? null) : null });
  }

  async get({ deadLetterId }: Payload<'dead-letter:get'>): Promise<Result<Data<'dead-letter:get'>>> {
    const [row] = await this.#database.query<WholeRow>('dead_letter', one, [deadLetterId]);
    if (row === undefined) return notFound();
    const { text, isText } = shown(row.payload, row.size > row.payload.length);
    const most = limits.deadLetterShown;
    return success({
      letter: toLetter(row),
      payload: text.slice(0, most).toWellFormed(),
      isText,
      cut: row.size > row.payload.length || text.length > most,
      headers: row.headers ?? {},
      mended: row.mended === null ? null : row.mended.toString(),
      ticket:
        row.rejection_id === null || row.ticket_id === null
          ? null
          : { rejectionId: row.rejection_id, ticketId: row.ticket_id },
    });
  }

  /** Reads again what was kept, in the order in which it came, and changes nothing. */
  async preview({ selection }: Payload<'dead-letter:preview'>): Promise<Result<Data<'dead-letter:preview'>>> {
    const reasons = new Map<string, number>();
    const seen = { looked: 0, passes: 0, fails: 0 };
    let after: string | null = null;
    let more = true;
    let spent = 0;
    while (more && seen.looked < limits.deadLettersPreviewed && spent < previewTime) {
      const { letters: window, took } = await rereadWindow(this.#database, this.#rereader, {
        selection,
        after,
        until: lastId,
      });
      for (const { reading } of window) {
        seen.looked += 1;
        if (reading.ok) seen.passes += 1;
        else reasons.set(reading.error, (reasons.get(reading.error) ?? 0) + 1);
      }
      seen.fails = seen.looked - seen.passes;
      after = window.at(-1)?.id ?? after;
      more = window.length > 0;
      spent += took;
    }
    const sorted = [...reasons].map(([error, letters]) => ({ error, letters })).sort((a, b) => b.letters - a.letters);
    return success({ ...seen, reasons: fromStart(sorted.slice(0, limits.deadLetterGroups)), more });
  }
}
