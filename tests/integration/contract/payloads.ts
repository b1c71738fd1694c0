import { randomUUID } from 'node:crypto';
import type { ClientEventName, PayloadInput } from '../../../protocol/index.ts';

/** What the payloads of one call point to. */
export type Things = {
  /** A private room, of which the caller may or may not be a member. */
  conversationId: string;
  /** A public room of which the caller is no member. */
  publicRoomId: string;
  /** A message in the private room, by the member. */
  messageId: string;
  /** Another member of the private room. */
  companionId: string;
  /** Somebody who is in no conversation. */
  friendId: string;
  adminId: string;
  rejectionId: string;
};

/** A valid payload for every event of the contract. An event without one does not compile: it would go untested. */
export const payloads: { [E in ClientEventName]: (things: Things) => PayloadInput<E> } = {
  sync: ({ conversationId }) => ({ cursors: { [conversationId]: 0 } }),
  'conversation:create': ({ friendId }) => ({
    kind: 'room',
    name: 'New',
    visibility: 'private',
    memberIds: [friendId],
  }),
  'conversation:join': ({ publicRoomId }) => ({ conversationId: publicRoomId }),
  'conversation:leave': ({ conversationId }) => ({ conversationId }),
  'conversation:update': ({ conversationId }) => ({ conversationId, name: 'Renamed', topic: 'Changed' }),
  'conversation:invite': ({ conversationId, friendId }) => ({ conversationId, memberIds: [friendId] }),
  'conversation:remove': ({ conversationId, companionId }) => ({ conversationId, memberId: companionId }),
  'conversation:browse': () => ({ query: 'room', after: 'A', limit: 5 }),
  'message:send': ({ conversationId }) => ({ conversationId, clientId: randomUUID(), body: 'Hello' }),
  'message:history': ({ conversationId }) => ({ conversationId, beforeSeq: 9, limit: 5 }),
  'message:changes': ({ conversationId }) => ({ conversationId, afterVersion: 0, limit: 5 }),
  'message:edit': ({ messageId }) => ({ messageId, body: 'Edited' }),
  'message:delete': ({ messageId }) => ({ messageId }),
  'message:react': ({ messageId }) => ({ messageId, emoji: '👍', on: true }),
  'message:search': () => ({ query: 'Hello', limit: 5 }),
  'read:mark': ({ conversationId }) => ({ conversationId, seq: 1 }),
  typing: ({ conversationId }) => ({ conversationId, typing: true }),
  'people:list': () => ({ query: 'a', limit: 5 }),
  'presence:watch': ({ friendId }) => ({ userIds: [friendId] }),
  'ticket:list': () => ({ before: 9, text: 'x', limit: 5 }),
  'ticket:changes': () => ({ afterVersion: 0, limit: 5 }),
  'ticket:acknowledge': ({ rejectionId }) => ({ rejectionId }),
  'ticket:assign': ({ rejectionId, adminId }) => ({ rejectionId, assigneeId: adminId }),
  'ticket:resolve': ({ rejectionId }) => ({ rejectionId }),
  'ticket:discuss': ({ rejectionId }) => ({ rejectionId }),
};

/** Things that do not exist, to compare answers with. */
export const noThings = (real: Things): Things => ({
  ...real,
  conversationId: randomUUID(),
  publicRoomId: randomUUID(),
  messageId: randomUUID(),
  rejectionId: randomUUID(),
});
