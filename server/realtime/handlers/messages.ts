import { notFound } from '../../../protocol/index.ts';
import type { Messages } from '../../chat/messages.ts';
import { gatherWrites } from '../gather-writes.ts';
import type { Handlers } from '../handler.ts';

/** Messages: sending, reading, changing. */
export const messageHandlers = (messages: Messages) =>
  ({
    'message:send': async ({ me, socket }, payload) => {
      const result = await messages.send(me.id, payload);
      gatherWrites(socket);
      return result;
    },
    'message:history': ({ me }, payload) => messages.history(me.id, payload),
    'message:changes': ({ me }, payload) => messages.changes(me.id, payload),
    'message:edit': ({ me }, payload) => messages.edit(me.id, payload),
    'message:delete': ({ me }, payload) => messages.delete(me.id, payload),
    'message:react': ({ me }, payload) => messages.react(me.id, payload),
    // Search is a feature of its own and not built yet.
    'message:search': async () => notFound(),
  }) satisfies Partial<Handlers>;
