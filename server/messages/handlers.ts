import { type messageEvents, notFound } from '../../protocol/index.ts';
import type { HandlersOf } from '../engine/events/handler.ts';
import type { Doubts } from '../engine/log/epoch/doubts.ts';
import type { Messages } from './messages.ts';

/** Messages: sending, reading, changing. */
export const messageHandlers = ({
  messages,
  doubts,
}: {
  messages: Messages;
  doubts: Pick<Doubts, 'judgePlace'>;
}): HandlersOf<typeof messageEvents> => ({
  'message:send': ({ me }, payload) => messages.send(me.id, payload),
  'message:history': ({ me }, payload) => messages.history(me.id, payload),
  'message:locate': ({ me }, payload) => messages.locate(me.id, payload),
  'message:changes': async ({ me }, payload) => {
    const result = await messages.changes(me.id, payload);
    if (result.ok) await doubts.judgePlace(me.id, payload.epoch, payload.afterVersion, result.data.version);
    return result;
  },
  'message:edit': ({ me }, payload) => messages.edit(me.id, payload),
  'message:delete': ({ me }, payload) => messages.delete(me.id, payload),
  'message:react': ({ me }, payload) => messages.react(me.id, payload),
  // Search is a feature of its own and not built yet.
  'message:search': async () => notFound(),
});
