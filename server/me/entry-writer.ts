import {
  failure,
  failureWith,
  limits,
  type PersonalContent,
  type PersonalEntry,
  type Result,
  success,
} from '../../protocol/index.ts';
import type { Batch, Publish } from '../engine/log/batch.ts';
import type { Writer } from '../engine/log/group-commit.ts';
import type { Logger } from '../engine/ops/log.ts';
import { type Database, isPassing } from '../engine/store/database.ts';
import { logOfPerson } from './person-log.ts';

/** An entry that somebody wants to have. */
export type EntryWrite = {
  userId: string;
  /** Its kind, a colon, and which one of that kind. */
  key: string;
  /** Null: it shall be gone. */
  content: PersonalContent | null;
  /** The version that was seen, 0 for none: another one wins. Undefined: the last write wins. */
  seen: number | undefined;
  /** Of more entries of its kind the oldest are lost. */
  most: number;
};

type Row = {
  place: number | null;
  log: string;
  key: string;
  version: string;
  deleted: boolean;
  content: PersonalContent;
  outcome: 'changed' | 'same' | 'conflict';
};

const statement = `
  select * from store_entries($1::uuid[], $2::text[], $3::jsonb[], $4::bigint[], $5::int[], ${limits.personalRemoved})`;

const retryAfterMs = 500;

const toEntry = ({ key, version, deleted, content }: Row): PersonalEntry => ({
  ...{ id: key, version: Number(version), deleted, content },
});

/** What was written to each log, an entry that was written twice in its latest state. */
const batchesOf = (rows: readonly Row[], before: ReadonlyMap<string, number>): Batch<PersonalEntry>[] =>
  [...Map.groupBy(rows, ({ log }) => log)].flatMap(([userId, own]): Batch<PersonalEntry>[] => {
    const entries = new Map<string, PersonalEntry>();
    for (const row of own) {
      entries.delete(row.key);
      entries.set(row.key, toEntry(row));
    }
    const after = before.get(userId);
    const last = [...entries.values()].at(-1);
    if (after === undefined || last === undefined) return [];
    return [{ log: logOfPerson(userId), after, version: last.version, entries: [...entries.values()] }];
  });

/** The log of each person before the first of these changes. */
const headsBefore = (rows: readonly Row[]): Map<string, number> => {
  const heads = new Map<string, number>();
  for (const { log, version } of rows) heads.set(log, Math.min(heads.get(log) ?? Infinity, Number(version) - 1));
  return heads;
};

/** Commits what many people write of their own in one round trip. Each write gets its own answer. */
export class EntryWriter implements Writer<EntryWrite, PersonalEntry> {
  readonly #database: Database;
  readonly #log: Logger;

  constructor(database: Database, log: Logger) {
    this.#database = database;
    this.#log = log;
  }

  logOf({ userId }: EntryWrite): string {
    return userId;
  }

  async commit(writes: EntryWrite[], publish: Publish): Promise<Result<PersonalEntry>[]> {
    try {
      return await this.#store(writes, publish);
    } catch (error) {
      this.#log.warn({ err: error, writes: writes.length }, 'what people wrote of their own was not stored');
      const refusal = isPassing(error)
        ? failure('unavailable', 'not now', retryAfterMs)
        : failure('internal', 'could not be stored');
      return writes.map(() => refusal);
    }
  }

  /** Nobody holds a person's log for longer than a commit takes. */
  commitUnlessHeld(writes: EntryWrite[], publish: Publish): Promise<Result<PersonalEntry>[]> {
    return this.commit(writes, publish);
  }

  async #store(writes: EntryWrite[], publish: Publish): Promise<Result<PersonalEntry>[]> {
    const rows = await this.#database.query<Row>('entries_store', statement, [
      writes.map(({ userId }) => userId),
      writes.map(({ key }) => key),
      writes.map(({ content }) => content && JSON.stringify(content)),
      writes.map(({ seen }) => seen ?? null),
      writes.map(({ most }) => most),
    ]);
    const answers = new Map(rows.flatMap((row) => (row.place === null ? [] : [[row.place, row] as const])));
    const changed = rows.filter(({ outcome }) => outcome === 'changed');
    const batches = batchesOf(changed, headsBefore(changed));
    if (batches.length > 0) publish(batches);
    return writes.map((_, index) => {
      const row = answers.get(index + 1);
      if (row === undefined) throw new Error('the database answered too few writes');
      return row.outcome === 'conflict'
        ? failureWith({ entry: toEntry(row) }, 'conflict', `changed since you looked, to version ${row.version}`)
        : success(toEntry(row));
    });
  }
}
