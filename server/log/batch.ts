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
