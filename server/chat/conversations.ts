import {
  type Conversation,
  type Data,
  failure,
  notFound,
  type Payload,
  type Result,
  success,
} from '../../protocol/index.ts';
import type { Database } from '../store/database.ts';
import type { ConversationView } from './conversation-view.ts';

type Room = Extract<Payload<'conversation:create'>, { kind: 'room' }>;

const addMembers = `
  insert into member (conversation_id, user_id, read_seq)
  select c.id, u.id, c.last_seq from conversation c cross join "user" u
  where c.id = $1 and u.id = any ($2::uuid[]) and u.banned is not true
  on conflict do nothing`;

/** The rules of conversations: who may make, see, join, leave and change them. */
export class Conversations {
  readonly #database: Database;
  readonly #view: ConversationView;
  readonly #ring: () => void;

  /** @param ring tells every instance to look at the log now, because a membership or a conversation changed */
  constructor(database: Database, view: ConversationView, ring: () => void) {
    this.#database = database;
    this.#view = view;
    this.#ring = ring;
  }

  /** A direct conversation between two people exists once: asking again yields the same one. */
  async create(actorId: string, payload: Payload<'conversation:create'>): Promise<Result<Conversation>> {
    const others = payload.kind === 'direct' ? [payload.memberId] : (payload.memberIds ?? []);
    if (!(await this.#areKnown(others)))
      return failure('not_found', payload.kind === 'direct' ? 'memberId: not found' : 'memberIds: not found');
    const id =
      payload.kind === 'direct' ? await this.#direct(actorId, payload.memberId) : await this.#room(actorId, payload);
    this.#ring();
    return this.#seenBy(actorId, id);
  }

  async join(actorId: string, { conversationId }: Payload<'conversation:join'>): Promise<Result<Conversation>> {
    const known = await this.#view.one(actorId, conversationId);
    if (known) return success(known);
    const room = await this.#database.prisma.conversation.findFirst({
      where: { id: conversationId, kind: 'room', visibility: 'public' },
    });
    if (!room) return notFound();
    if (room.archivedAt) return failure('conflict', 'the room is archived');
    await this.#addMembers(conversationId, [actorId]);
    return this.#seenBy(actorId, conversationId);
  }

  /** @returns the conversation as it was when the member left */
  async leave(actorId: string, { conversationId }: Payload<'conversation:leave'>): Promise<Result<Conversation>> {
    const room = await this.#roomOf(actorId, conversationId);
    if (!room.ok) return room;
    await this.#removeMember(conversationId, actorId);
    const memberIds = room.data.memberIds.filter((id) => id !== actorId);
    return success({ ...room.data, memberIds, memberCount: room.data.memberCount - 1 });
  }

  async update(actorId: string, payload: Payload<'conversation:update'>): Promise<Result<Conversation>> {
    const { conversationId, archived, ...description } = payload;
    const room = await this.#roomOf(actorId, conversationId);
    if (!room.ok) return room;
    if (room.data.archivedAt !== null && archived !== false) return failure('conflict', 'the room is archived');
    const archivedAt = archived === undefined ? undefined : archived ? new Date() : null;
    await this.#database.prisma.conversation.update({
      where: { id: conversationId },
      data: { ...description, archivedAt },
    });
    this.#ring();
    return this.#seenBy(actorId, conversationId);
  }

  async invite(actorId: string, payload: Payload<'conversation:invite'>): Promise<Result<Conversation>> {
    const room = await this.#roomOf(actorId, payload.conversationId);
    if (!room.ok) return room;
    if (room.data.archivedAt !== null) return failure('conflict', 'the room is archived');
    if (!(await this.#areKnown(payload.memberIds))) return failure('not_found', 'memberIds: not found');
    await this.#addMembers(payload.conversationId, payload.memberIds);
    return this.#seenBy(actorId, payload.conversationId);
  }

  async remove(actorId: string, payload: Payload<'conversation:remove'>): Promise<Result<Conversation>> {
    if (payload.memberId === actorId) return this.leave(actorId, payload);
    const room = await this.#roomOf(actorId, payload.conversationId);
    if (!room.ok) return room;
    if (!(await this.#removeMember(payload.conversationId, payload.memberId)))
      return failure('not_found', 'memberId: not found');
    return this.#seenBy(actorId, payload.conversationId);
  }

  async browse(actorId: string, payload: Payload<'conversation:browse'>): Promise<Result<Data<'conversation:browse'>>> {
    const pattern = payload.query === undefined ? null : `%${payload.query.replaceAll(/[\\%_]/g, '\\$&')}%`;
    return success({
      conversations: await this.#view.publicRooms(actorId, pattern, payload.after ?? null, payload.limit),
    });
  }

  async #seenBy(viewerId: string, conversationId: string): Promise<Result<Conversation>> {
    const conversation = await this.#view.one(viewerId, conversationId);
    return conversation ? success(conversation) : notFound();
  }

  /** The room, if the actor is a member; who takes part in a direct conversation never changes. */
  async #roomOf(actorId: string, conversationId: string): Promise<Result<Conversation>> {
    const conversation = await this.#view.one(actorId, conversationId);
    if (!conversation) return notFound();
    if (conversation.kind === 'direct') return failure('forbidden', 'a direct conversation cannot be changed or left');
    return success(conversation);
  }

  async #areKnown(userIds: string[]): Promise<boolean> {
    const unique = [...new Set(userIds)];
    return (await this.#database.prisma.user.count({ where: { id: { in: unique } } })) === unique.length;
  }

  async #direct(actorId: string, otherId: string): Promise<string> {
    const directKey = [actorId, otherId].sort().join(':');
    const rows = await this.#database.query<{ id: string }>(
      'conversation_direct',
      `insert into conversation (kind, direct_key) values ('direct', $1)
       on conflict (direct_key) do update set direct_key = excluded.direct_key returning id`,
      [directKey],
    );
    const id = rows[0]?.id;
    if (id === undefined) throw new Error('a direct conversation was neither made nor found');
    await this.#addMembers(id, [actorId, otherId]);
    return id;
  }

  async #room(actorId: string, room: Room): Promise<string> {
    const memberIds = new Set([actorId, ...(room.memberIds ?? [])]);
    const { id } = await this.#database.prisma.conversation.create({
      data: {
        kind: 'room',
        name: room.name,
        topic: room.topic ?? null,
        visibility: room.visibility,
        members: { createMany: { data: [...memberIds].map((userId) => ({ userId })) } },
      },
    });
    return id;
  }

  async #addMembers(conversationId: string, userIds: string[]): Promise<void> {
    await this.#database.query('member_add', addMembers, [conversationId, userIds]);
    this.#ring();
  }

  async #removeMember(conversationId: string, userId: string): Promise<boolean> {
    const { count } = await this.#database.prisma.member.deleteMany({ where: { conversationId, userId } });
    this.#ring();
    return count > 0;
  }
}
