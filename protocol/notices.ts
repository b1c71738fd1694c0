import { z } from 'zod';
import { defineServerEvent } from './define.ts';
import { Id, oneOf } from './primitives.ts';

export const Notice = z.object({
  kind: oneOf(['draining', 'degraded', 'restored', 'signed_out', 'epoch', 'other'], 'other'),
  /** With `draining` and `epoch`: reconnect within this span, at a moment of the client's own choosing. */
  afterMs: z.int().nonnegative().optional(),
  /** With `epoch`: the one that holds now. */
  epoch: Id.optional(),
  /** With `signed_out`, where there is more to say: `deactivated` was the account. */
  reason: oneOf(['deactivated', 'other'], 'other').optional(),
});
export type Notice = z.infer<typeof Notice>;

/** What the server says of itself. */
export const noticeServerEvents = {
  notice: defineServerEvent({
    payload: Notice,
    says: '`draining`: this instance stops; reconnect within `afterMs`, at a moment of your own choosing. `degraded` and `restored`: messages from other instances may take up to two seconds longer, or no longer do. `signed_out`: the session or token was ended; do not come back with it. With the `reason` `deactivated`, the account was. `epoch`: the database was put back to an earlier state; what you know of logs is worth nothing, and nothing more is told on this connection: reconnect as with `draining`, and `sync` tells how things are.',
  }),
};
