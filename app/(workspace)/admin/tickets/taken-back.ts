import type { Rejection, Result } from '../../../../protocol/index.ts';
import type { LiveClient } from '../../../_live/live-client.ts';

/** Asks for a deed with a ticket as it was seen. */
export type Ask = (seen: Rejection) => Promise<Result<Rejection>>;

type Seen = { rejectionId: string; version: number };

/** Asleep as before; what would have woken it meanwhile leaves it open. */
const asleep = (live: LiveClient, seen: Seen, { wakesAt, wakesAfter }: Rejection) => {
  if (wakesAfter !== null) return live.request('ticket:snooze', { ...seen, times: wakesAfter });
  if (wakesAt !== null && Date.parse(wakesAt) > Date.now())
    return live.request('ticket:snooze', { ...seen, until: wakesAt });
  return live.request('ticket:reopen', { ...seen, as: 'open' });
};

const closed = (live: LiveClient, seen: Seen, { duplicateOfId, outcome, outcomeText }: Rejection) => {
  if (duplicateOfId !== null) return live.request('ticket:duplicate', { ...seen, originalId: duplicateOfId });
  return live.request('ticket:resolve', {
    ...seen,
    ...(outcome !== null && { outcome }),
    ...(outcomeText !== null && { text: outcomeText }),
  });
};

/** The way back to what was before; it is refused when anybody did anything since. */
export const takenBack =
  (live: LiveClient, before: Rejection): Ask =>
  ({ id: rejectionId, version, state, assigneeId }) => {
    const seen = { rejectionId, version };
    if (state === before.state && assigneeId !== before.assigneeId)
      return live.request('ticket:assign', { ...seen, assigneeId: before.assigneeId });
    if (before.state === 'snoozed') return asleep(live, seen, before);
    if (before.state === 'resolved') return closed(live, seen, before);
    return live.request('ticket:reopen', { ...seen, as: before.state });
  };
