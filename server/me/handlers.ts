import type { meEvents } from '../../protocol/index.ts';
import type { HandlersOf } from '../engine/events/handler.ts';
import type { Doubts } from '../engine/log/epoch/doubts.ts';
import { setDoNotDisturb } from './do-not-disturb.ts';
import type { Personal } from './personal.ts';

/** What is the caller's own. */
export const meHandlers = ({
  personal,
  doubts,
}: {
  personal: Pick<Personal, 'changes' | 'write'>;
  doubts: Pick<Doubts, 'judgePlace'>;
}): HandlersOf<typeof meEvents> => ({
  'me:do-not-disturb': ({ me }, payload) => setDoNotDisturb(personal, me.id, payload),
  'me:changes': async ({ me }, payload) => {
    const result = await personal.changes(me.id, payload);
    if (result.ok) await doubts.judgePlace(me.id, payload.epoch, payload.afterVersion, result.data.version);
    return result;
  },
});
