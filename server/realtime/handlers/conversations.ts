import { limits, notFound, success } from '../../../protocol/index.ts';
import type { ConversationView } from '../../chat/conversation-view.ts';
import type { Conversations } from '../../chat/conversations.ts';
import type { ReadMarks } from '../../chat/read-marks.ts';
import { rooms } from '../../cluster/rooms.ts';
import type { Feed } from '../../tickets/feed.ts';
import type { Handlers } from '../handler.ts';
import type { SocketRooms } from '../socket-rooms.ts';

type Options = {
  conversations: Conversations;
  view: ConversationView;
  readMarks: ReadMarks;
  feed: Feed;
  socketRooms: SocketRooms;
};

/** Conversations: the list of one's own, joining and leaving, read marks, typing. */
export const conversationHandlers = ({ conversations, view, readMarks, feed, socketRooms }: Options) =>
  ({
    sync: async ({ socket, me }) => {
      const own = await view.all(me.id);
      socketRooms.reconcile(socket, own);
      const head = me.role === 'admin' ? await feed.head() : undefined;
      return success({ me, conversations: own, feed: head, serverTime: new Date().toISOString() });
    },
    'conversation:create': ({ me }, payload) => conversations.create(me.id, payload),
    'conversation:join': ({ me }, payload) => conversations.join(me.id, payload),
    'conversation:leave': ({ me }, payload) => conversations.leave(me.id, payload),
    'conversation:update': ({ me }, payload) => conversations.update(me.id, payload),
    'conversation:invite': ({ me }, payload) => conversations.invite(me.id, payload),
    'conversation:remove': ({ me }, payload) => conversations.remove(me.id, payload),
    'conversation:browse': ({ me }, payload) => conversations.browse(me.id, payload),
    'read:mark': async ({ socket, me }, payload) => {
      const stored = await readMarks.mark(me.id, payload);
      if (!stored.ok) return stored;
      const { readSeq, unread, memberCount } = stored.data;
      const { conversationId } = payload;
      // In large rooms only the reader's own devices care.
      const room = memberCount <= limits.readMarkMembers ? rooms.conversation(conversationId) : rooms.user(me.id);
      socket.nsp.to(room).emit('read', { conversationId, userId: me.id, seq: readSeq });
      return success({ readSeq, unread });
    },
    typing: async ({ socket, me }, { conversationId, typing }) => {
      const room = rooms.conversation(conversationId);
      if (!socket.rooms.has(room)) return notFound();
      // Not to the person's other devices either.
      const others = socket.nsp.to(room).except(rooms.user(me.id));
      others.volatile.emit('typing', { conversationId, userId: me.id, typing });
      return success(null);
    },
  }) satisfies Partial<Handlers>;
