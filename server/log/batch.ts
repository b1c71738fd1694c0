import type { Message, Rejection } from '../../protocol/index.ts';

/** The name of the ticket feed among the logs; every other log is named by its conversation's id. */
export const ticketLog = 'tickets';

/**
 * Changes of one log, in version order. It covers every change with `after < version ≤ this.version`;
 * an entry changed twice in that span is there once, in its latest state.
 */
export type Batch<Entry = Message | Rejection> = {
  log: string;
  after: number;
  version: number;
  entries: Entry[];
  /** The payload of its event as JSON text, once it has been encoded: see {@link payloadOf}. */
  json?: string;
};

/** Takes every batch that this instance committed, right after commit. */
export type Publish = (batches: Batch[]) => void;

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
  const entries = new Map<string, Message | Rejection>();
  for (const entry of run.flatMap((batch) => batch.entries)) {
    entries.delete(entry.id);
    entries.set(entry.id, entry);
  }
  return [{ log: first.log, after: first.after, version: last.version, entries: [...entries.values()] }];
};
