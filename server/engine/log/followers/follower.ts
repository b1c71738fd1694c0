import type { Transaction } from '../../store/transaction.ts';
import type { Placed, Reading, Source } from './source.ts';

/**
 * Where a follower begins when it is new, and where it goes on after a restore into another cluster, whose transactions
 * have other numbers.
 */
export type Beginning = 'with everything' | 'with what comes';

/** What must happen after a commit, durably. Made by {@link follower}. */
export type Follower = {
  name: string;
  reads: Reading;
  begins: Beginning;
  handle(transaction: Transaction, entries: readonly Placed[]): Promise<void>;
  /** Handles one entry as it is now; one that is gone needs nothing. */
  again(transaction: Transaction, id: string): Promise<void>;
};

/**
 * What must happen after a commit. `onCommitted` is given everything that changed, in its present state and at most
 * `limits.followerEntries` at a time: what changed twice meanwhile is seen once, as the latest. Its effects are committed
 * together with how far it is, so each entry counts once, whatever is killed when.
 *
 * Nothing but `transaction` may be waited for in it: as long as it is open nobody on any instance sees what is later.
 * Calls to others are jobs, added in the same transaction.
 * @param name for ever: how far it is is kept under it
 */
export const follower = <Entry>(
  name: string,
  { reads, begins }: { reads: Source<Entry>; begins: Beginning },
  onCommitted: (transaction: Transaction, entries: readonly Entry[]) => Promise<void>,
): Follower => ({
  name,
  reads,
  begins,
  handle: (transaction, entries) =>
    onCommitted(
      transaction,
      entries.map(({ row }) => reads.toEntry(row)),
    ),
  again: async (transaction, id) => {
    const row = await reads.one(transaction, id);
    if (row !== undefined) await onCommitted(transaction, [reads.toEntry(row)]);
  },
});
