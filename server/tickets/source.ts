import { type Source, source } from '../engine/log/followers/source.ts';

/** What followers are told of a rejection; the rest they read in their own transaction. */
export type CommittedRejection = { id: string };

/** Rejections that came, or with which somebody did something. */
export const rejectionSource: Source<CommittedRejection> = source({
  name: 'rejections',
  table: 'rejection',
  key: { version: 'bigint' },
  id: 'id',
  at: 'greatest(received_at, acknowledged_at, resolved_at)',
  columns: 'id',
  toEntry: ({ id }) => ({ id }),
});
