import type { accountEvents } from '../../protocol/index.ts';
import type { HandlersOf } from '../engine/events/handler.ts';
import type { AccountDesk } from './account-desk.ts';
import type { Deletions } from './deletions.ts';

/** Who has an account, and what admins do about it. */
export const accountHandlers = ({
  accounts,
  deletions,
}: {
  accounts: AccountDesk;
  deletions: Deletions;
}): HandlersOf<typeof accountEvents> => ({
  'account:list': (_caller, payload) => accounts.list(payload),
  'account:update': ({ me, address }, payload) => accounts.update(me, payload, address),
  'account:delete': ({ me, address }, payload) => deletions.delete(me, payload, address),
  'account:removals': () => deletions.removals(),
});
