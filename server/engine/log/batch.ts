/** What every entry of a log has, whatever else it is. */
export type Entry = { id: string; version: number };

/**
 * Changes of one log, in version order. It covers every change with `after < version ≤ this.version`;
 * an entry changed twice in that span is there once, in its latest state.
 */
export type Batch<E extends Entry = Entry> = {
  /** The log's name, which also says its kind: see kinds.ts. */
  log: string;
  after: number;
  version: number;
  entries: E[];
  /** The payload of its event as JSON text, once it has been encoded: see payload.ts. */
  json?: string;
};

/**
 * Takes every batch that this instance committed, right after commit.
 * @param began when they left for the database, in milliseconds since the epoch, where they were gathered
 */
export type Publish = (batches: Batch[], began?: number) => void;

/** @returns the same changes in as few batches as possible: what follows upon another is joined with it */
export const joined = (batches: readonly Batch[]): Batch[] => {
  const runs: Batch[][] = [];
  for (const batch of batches) {
    const run = runs.at(-1);
    if (run?.at(-1)?.version === batch.after) run.push(batch);
    else runs.push([batch]);
  }
  return runs.flatMap(joinedRun);
};

const joinedRun = (run: Batch[]): Batch[] => {
  const [first, last] = [run[0], run.at(-1)];
  if (first === undefined || last === undefined || first === last) return run;
  // An entry that was changed twice stands where its latest change is.
  const entries = new Map<string, Entry>();
  for (const entry of run.flatMap((batch) => batch.entries)) {
    entries.delete(entry.id);
    entries.set(entry.id, entry);
  }
  return [{ log: first.log, after: first.after, version: last.version, entries: [...entries.values()] }];
};
