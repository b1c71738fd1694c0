import type { Turn } from '../turn.ts';
import type { OutboxEntry } from './entry.ts';

/** Sends of one conversation go one after the other. */
export type OutboxLane = { readonly inFlight: string | null; readonly attempts: number; readonly resting: boolean };

export type Outbox = {
  /** Readings of the storage that are under way; nothing is sent before they are done. */
  readonly reading: number;
  /** Whether what waits here is kept on the device, too; if not, it is gone with the page. */
  readonly kept: boolean;
  /** This tab is the one that sends. */
  readonly leading: boolean;
  /** In the order in which they are to be sent. */
  readonly entries: readonly OutboxEntry[];
  readonly lanes: Readonly<Record<string, OutboxLane>>;
  /** The last few that left, so that a late word from another tab does not bring one back. */
  readonly settled: readonly string[];
};

export type OutboxState = { readonly outbox: Outbox };

export const initial = (): OutboxState => ({
  outbox: { reading: 0, kept: true, leading: false, entries: [], lanes: {}, settled: [] },
});

export const setOutbox = (turn: Turn, patch: Partial<Outbox>): void =>
  turn.set({ outbox: { ...turn.state.outbox, ...patch } });
