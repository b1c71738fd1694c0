import { z } from 'zod';
import { defineEvent } from './define.ts';
import { limits } from './limits.ts';
import { Id, LogPosition, line, oneOf, pageSize, Timestamp, text } from './primitives.ts';

/** What admins see of a room, also of one that they are not in. */
export const RoomSummary = z.object({
  id: Id,
  name: z.string(),
  visibility: oneOf(['public', 'private'], 'private'),
  createdAt: Timestamp,
  archivedAt: Timestamp.nullable(),
  /** Null where nobody is left who could own it. */
  owner: z.object({ id: Id, name: z.string() }).nullable(),
  memberCount: z.int().nonnegative(),
  /** How many messages were ever sent to it. */
  messages: LogPosition,
});
export type RoomSummary = z.infer<typeof RoomSummary>;

export const RoomState = z.enum(['active', 'archived', 'ownerless']);
export type RoomState = z.infer<typeof RoomState>;

export const RoomListPayload = z.object({
  /** A part of the name. */
  query: line(100).optional(),
  state: RoomState.optional(),
  /** Of the page before: its `next`. */
  after: text(limits.browseCursor).optional(),
  limit: pageSize(limits.browsePage, 50),
});
/** In the order of their names. A page may be short, or empty, and have a next one: it looks at no more than so many rooms. */
export const RoomListData = z.object({ rooms: z.array(RoomSummary), next: z.string().nullable() });

export const RoomUpdatePayload = z
  .object({
    roomId: Id,
    archived: z.boolean().optional(),
    /** A member; where the room has none left, anybody, who is then in it. */
    ownerId: Id.optional(),
  })
  .refine(({ archived, ownerId }) => archived !== undefined || ownerId !== undefined, {
    error: 'archived or ownerId: at least one of them is needed',
  });

/** What admins may ask of rooms. What is written in them is for their members. */
export const roomEvents = {
  'room:list': defineEvent({
    access: 'admin',
    budget: 'read',
    weight: () => 10,
    payload: RoomListPayload,
    data: RoomListData,
    says: 'All rooms by name, public and private, archived and without an owner, too.',
  }),
  'room:update': defineEvent({
    access: 'admin',
    budget: 'change',
    payload: RoomUpdatePayload,
    data: RoomSummary,
    says: 'Archives a room or opens it again, gives it another owner; also where you are not in it.',
  }),
};
