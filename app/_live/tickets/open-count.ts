import type { Rejection } from '../../../protocol/index.ts';

/** What was told: so many are open at this version. */
type Told = { readonly open: number; readonly openAt: number };

/**
 * How many are open at the cursor. Nothing is guessed: the latest change says how many were open after it, and whatever
 * came after that is new, and open.
 * @param told true for a version from which on `rejections` leave nothing out
 * @param cursor up to where they go
 */
export const countedOpen = ({ open, openAt }: Told, cursor: number, rejections: readonly Rejection[]): Told => {
  if (cursor <= openAt) return { open, openAt };
  let latest = { open, at: openAt };
  for (const { openAfter, version } of rejections)
    if (openAfter !== null && version > latest.at && version <= cursor) latest = { open: openAfter, at: version };
  return { open: latest.open + cursor - latest.at, openAt: cursor };
};

/** An instance of the version before does not say how many are open after a deed. */
export const isUncounted = ({ openAfter, state, assigneeId, conversationId }: Rejection): boolean =>
  openAfter === null && (state !== 'open' || assigneeId !== null || conversationId !== null);
