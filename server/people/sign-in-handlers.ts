import { notFound, type signInEvents, success } from '../../protocol/index.ts';
import type { HandlersOf } from '../engine/events/handler.ts';
import type { SecurityLog } from '../engine/ops/security-log.ts';
import type { PasswordResets } from './password-resets.ts';

type Options = { resets: PasswordResets; security: SecurityLog };

/** How others get in: what admins do about it. */
export const signInHandlers = ({ resets, security }: Options): HandlersOf<typeof signInEvents> => ({
  'account:reset-link': async ({ me, address }, { userId }) => {
    const made = await resets.makeByHand(userId, { by: me.id, address });
    if (made === null) return notFound();
    security.note('reset_link_made', { address, userId: me.id, of: userId });
    return success({ link: made.link, expiresAt: made.expiresAt.toISOString() });
  },
});
