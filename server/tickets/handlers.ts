import { success, type ticketEvents, type ticketWorkEvents } from '../../protocol/index.ts';
import type { Announce } from '../engine/events/announce.ts';
import type { HandlersOf } from '../engine/events/handler.ts';
import type { Doubts } from '../engine/log/epoch/doubts.ts';
import type { Discussions } from './discussion.ts';
import type { Feed } from './feed.ts';
import { feedLog } from './feed-log.ts';
import type { TicketNotes } from './notes.ts';
import type { TicketRules } from './settings.ts';
import { feedId } from './ticket-log.ts';

type Options = {
  feed: Feed;
  notes: TicketNotes;
  discussions: Discussions;
  rules: TicketRules;
  doubts: Pick<Doubts, 'judgePlace'>;
  announce: Announce;
};

/** Whoever hears the feed. */
const handlers = feedLog.roomPrefix + feedId;

/** Tickets: the feed of rejections and what admins do about them. */
export const ticketHandlers = ({
  feed,
  notes,
  discussions,
  rules,
  doubts,
  announce,
}: Options): HandlersOf<typeof ticketEvents & typeof ticketWorkEvents> => ({
  'ticket:list': ({ me }, payload) => feed.list(me.id, payload),
  'ticket:changes': async ({ me }, payload) => {
    const result = await feed.changes(payload);
    if (result.ok) await doubts.judgePlace(me.id, payload.epoch, payload.afterVersion, result.data.version);
    return result;
  },
  'ticket:get': (_caller, payload) => feed.get(payload),
  'ticket:timeline': (_caller, payload) => feed.timeline(payload),
  'ticket:cards': (_caller, payload) => feed.cards(payload),
  'ticket:facets': ({ me }, payload) => feed.facets(me.id, payload),
  'ticket:statistics': () => feed.statistics(),
  'ticket:assignees': (_caller, payload) => feed.assignees(payload),
  'ticket:acknowledge': ({ me }, payload) => feed.acknowledge(me.id, payload),
  'ticket:assign': ({ me }, payload) => feed.assign(me.id, payload),
  'ticket:resolve': ({ me }, payload) => feed.resolve(me.id, payload),
  'ticket:duplicate': ({ me }, payload) => feed.duplicate(me.id, payload),
  'ticket:snooze': ({ me }, payload) => feed.snooze(me.id, payload),
  'ticket:reopen': ({ me }, payload) => feed.reopen(me.id, payload),
  'ticket:discuss': ({ me }, { rejectionId }) => discussions.open(me.id, rejectionId),
  'ticket:note': ({ me }, payload) => notes.write({ actorId: me.id, ...payload }),
  'ticket:note-change': ({ me }, payload) => notes.write({ actorId: me.id, ...payload }),
  'ticket:settings': () => rules.settings(),
  'ticket:configure': ({ me, address }, payload) => rules.configure({ id: me.id, address }, payload),
  'ticket:look': async ({ me }, { rejectionId, on, asks }) => {
    announce({ room: handlers, exceptUserId: me.id }, 'looking', { rejectionId, userId: me.id, on, asks });
    return success(null);
  },
});
