import { notFound } from '../../../protocol/index.ts';
import type { Feed } from '../../tickets/feed.ts';
import type { Handlers } from '../handler.ts';

/** Tickets: the feed of rejections and what admins do about them. */
export const ticketHandlers = (feed: Feed) =>
  ({
    'ticket:list': (_caller, payload) => feed.list(payload),
    'ticket:changes': (_caller, payload) => feed.changes(payload),
    'ticket:acknowledge': ({ me }, payload) => feed.acknowledge(me.id, payload),
    'ticket:assign': ({ me }, payload) => feed.assign(me.id, payload),
    'ticket:resolve': ({ me }, payload) => feed.resolve(me.id, payload),
    // Conversations about a ticket are a feature of their own and not built yet.
    'ticket:discuss': async () => notFound(),
  }) satisfies Partial<Handlers>;
