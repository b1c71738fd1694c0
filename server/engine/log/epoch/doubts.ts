import type { Logger } from '../../ops/log.ts';
import type { Database } from '../../store/database.ts';
import { createLookUp } from '../../store/look-up.ts';
import type { LogKinds } from '../kinds.ts';
import { doubtEpoch, readBehind } from './doubt.ts';

/** What somebody knows of a log: how far it was once, and an entry that was in it. */
export type Known = { log: string; version: number; entry: { seq: number; id: string } | undefined };

type Entry = { log: string; seq: number; id: string };

/** Looked up by one statement. */
const mostKnown = 1_000;

/**
 * Compares what clients know with what the database says. Who knows more proves that it was put back to an earlier state, which
 * a copied data folder does not show otherwise; its epoch is then replaced, as often as clients are believed
 * (prisma/functions/doubt_epoch.sql).
 */
export class Doubts {
  readonly #database: Database;
  readonly #log: Logger;
  // After an outage everybody comes at once: they share the statements.
  readonly #isBehind: (known: Known) => Promise<boolean>;
  readonly #isOther: (entry: Entry) => Promise<boolean>;

  constructor({ kinds, database, log }: { kinds: LogKinds; database: Database; log: Logger }) {
    this.#database = database;
    this.#log = log;
    this.#isBehind = createLookUp(async (some) => {
      const versions = some.map(({ log: name, version }) => [name, version] as const);
      const places = await readBehind(kinds, database, versions);
      return some.map((_, place) => places.has(place));
    }, mostKnown);
    this.#isOther = createLookUp((some) => readOthers(kinds, database, some), mostKnown);
  }

  /**
   * Judges what a client knows.
   * @param epoch in which it knew it
   * @param known of logs that this person may hear of
   * @returns whether the epoch was replaced
   * @throws the database's error
   */
  async judge(by: string, epoch: string, known: readonly Known[]): Promise<boolean> {
    const behind = known.map((one) => this.#isBehind(one));
    const others = known.map(({ log, entry }) => entry !== undefined && this.#isOther({ log, ...entry }));
    const found = await Promise.all([...behind, ...others]);
    return found.includes(true) && this.#raise(by, epoch);
  }

  /**
   * Judges a question for changes.
   * @param afterVersion which the client says to have seen, in this epoch
   * @param version of the log
   */
  async judgePlace(by: string, epoch: string | undefined, afterVersion: number, version: number): Promise<void> {
    if (epoch !== undefined && version < afterVersion) await this.#raise(by, epoch);
  }

  async #raise(by: string, epoch: string): Promise<boolean> {
    const isRenewed = await doubtEpoch(this.#database, epoch, by);
    const what = isRenewed ? 'everybody starts over' : 'nobody starts over because of it';
    this.#log.warn({ userId: by, epoch }, `a client knows more than the database has: ${what}`);
    return isRenewed;
  }
}

/** @returns of each entry whether another one has its place */
const readOthers = async (
  kinds: LogKinds,
  database: Pick<Database, 'query'>,
  entries: readonly Entry[],
): Promise<boolean[]> => {
  const byKind = Map.groupBy(entries, ({ log }) => kinds.of(log));
  const others = new Set<Entry>();
  for (const [{ name, others: read }, some] of byKind) {
    if (read === undefined) continue;
    const values = [some.map(({ log }) => kinds.idOf(log)), some.map(({ seq }) => seq), some.map(({ id }) => id)];
    for (const { number } of await database.query<{ number: number }>(`others_${name}`, read, values)) {
      const entry = some[number - 1];
      if (entry) others.add(entry);
    }
  }
  return entries.map((entry) => others.has(entry));
};
