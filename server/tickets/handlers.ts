import { notFound, type ticketEvents } from '../../protocol/index.ts';
import type { HandlersOf } from '../engine/events/handler.ts';
import type { Doubts } from '../engine/log/epoch/doubts.ts';
import type { Feed } from './feed.ts';

/** Tickets: the feed of rejections and what admins do about them. */
export const ticketHandlers = ({
  feed,
  doubts,
}: {
  feed: Feed;
  doubts: Pick<Doubts, 'judgePlace'>;
}): HandlersOf<typeof ticketEvents> => ({
  'ticket:list': ({ me }, payload) => feed.list(me.id, payload),
  'ticket:changes': async ({ me }, payload) => {
    const result = await feed.changes(payload);
    if (result.ok) await doubts.judgePlace(me.id, payload.epoch, payload.afterVersion, result.data.version);
    return result;
  },
  'ticket:get': (_caller, payload) => feed.get(payload),
  'ticket:facets': ({ me }, payload) => feed.facets(me.id, payload),
  'ticket:statistics': () => feed.statistics(),
  'ticket:assignees': (_caller, payload) => feed.assignees(payload),
  'ticket:acknowledge': ({ me }, payload) => feed.acknowledge(me.id, payload),
  'ticket:assign': ({ me }, payload) => feed.assign(me.id, payload),
  'ticket:resolve': ({ me }, payload) => feed.resolve(me.id, payload),
  'ticket:reopen': ({ me }, payload) => feed.reopen(me.id, payload),
  // Conversations about a ticket are a feature of their own and not built yet.
  'ticket:discuss': async () => notFound(),
});
