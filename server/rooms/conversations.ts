import {
  type Conversation,
  type Data,
  limits,
  notFound,
  type Payload,
  type Result,
  success,
} from '../../protocol/index.ts';
import { fromAddress } from '../audit/index.ts';
import type { Database } from '../engine/store/database.ts';
import type { ConversationView } from './conversation-view.ts';
import type { Departures } from './departures.ts';
import { type Refusal, toRefusal } from './room-refusals.ts';

type Room = Extract<Payload<'conversation:create'>, { kind: 'room' }>;
type Direct = Extract<Payload<'conversation:create'>, { kind: 'direct' }>;
type Outcome = 'done' | Refusal;
type People = { outcome: Outcome; person: string | null };

const create = 'select * from create_room($1, $2, $3, $4, $5::uuid[], $6, $7)';
const openDirect = 'select * from open_direct_among($1, $2::uuid[], $3, $4)';
const join = 'select join_room($1, $2, $3) as outcome';
const leave = 'select leave_room($1, $2) as outcome';
const update = `select update_room($1, $2, $3) as outcome from ${fromAddress('$4')}`;
const invite = 'select * from invite_to_room($1, $2, $3::uuid[], $4, $5)';
const remove = `select remove_from_room($1, $2, $3) as outcome from ${fromAddress('$4')}`;
const give = `select give_room($1, $2, $3) as outcome from ${fromAddress('$4')}`;

const addingLimits = [limits.conversationsPerPerson, limits.roomsByOthers];

/** Who asks, and from where: that is recorded. */
type By = { id: string; address: string };

/**
 * Who may make, join, leave and change conversations. Each rule is judged where it is acted upon, in one SQL function
 * that holds the conversation's lock: nothing it looked at can change before it acts.
 */
export class Conversations {
  readonly #database: Database;
  readonly #view: ConversationView;
  readonly #departures: Departures;
  readonly #ring: () => void;

  /** @param ring tells every instance to look at the log now, because a membership or a conversation changed */
  constructor(options: { database: Database; view: ConversationView; departures: Departures; ring: () => void }) {
    this.#database = options.database;
    this.#view = options.view;
    this.#departures = options.departures;
    this.#ring = options.ring;
  }

  /** A direct conversation between the same people exists once: asking again yields the same one. */
  async create(actorId: string, payload: Payload<'conversation:create'>): Promise<Result<Conversation>> {
    return payload.kind === 'direct' ? this.#direct(actorId, payload) : this.#room(actorId, payload);
  }

  /** Joins a public room, or one that the actor has left and was invited to come back to. */
  async join(actorId: string, { conversationId }: Payload<'conversation:join'>): Promise<Result<Conversation>> {
    const outcome = await this.#act('room_join', join, [actorId, conversationId, limits.conversationsPerPerson]);
    return this.#answer(actorId, conversationId, outcome, 'conversationId');
  }

  /** @returns the conversation as it was when the member left */
  async leave(actorId: string, { conversationId }: Payload<'conversation:leave'>): Promise<Result<Conversation>> {
    const room = await this.#view.one(actorId, conversationId);
    const outcome = await this.#act('room_leave', leave, [actorId, conversationId]);
    if (outcome !== 'done') return this.#refusal(actorId, conversationId, outcome, 'conversationId');
    if (room === null) return notFound();
    const memberIds = room.memberIds.filter((id) => id !== actorId);
    return success({ ...room, memberIds, memberCount: room.memberCount - 1 });
  }

  /** Members may rename a room and say what it is about; its owner and admins decide who sees and uses it. */
  async update({ id: actorId, address }: By, payload: Payload<'conversation:update'>): Promise<Result<Conversation>> {
    const { conversationId, ...patch } = payload;
    const outcome = await this.#act('room_update', update, [actorId, conversationId, JSON.stringify(patch), address]);
    return this.#answer(actorId, conversationId, outcome, 'conversationId');
  }

  /** Adds people. Who left before is not put back, but may come back by themselves from now on. */
  async invite(
    actorId: string,
    { conversationId, memberIds }: Payload<'conversation:invite'>,
  ): Promise<Result<Data<'conversation:invite'>>> {
    const [row] = await this.#database.query<People & { asked: string[] | null }>('room_invite', invite, [
      actorId,
      conversationId,
      memberIds,
      ...addingLimits,
    ]);
    this.#ring();
    const outcome = row?.outcome ?? 'not_found';
    const answer = await this.#answer(actorId, conversationId, outcome, 'memberIds', row?.person);
    return answer.ok ? success({ ...answer.data, asked: row?.asked ?? [] }) : answer;
  }

  async remove({ id: actorId, address }: By, payload: Payload<'conversation:remove'>): Promise<Result<Conversation>> {
    if (payload.memberId === actorId) return this.leave(actorId, payload);
    const { conversationId, memberId } = payload;
    const outcome = await this.#act('room_remove', remove, [actorId, conversationId, memberId, address]);
    return this.#answer(actorId, conversationId, outcome, 'memberId');
  }

  /** Gives the room to another member. */
  async role(
    { id: actorId, address }: By,
    { conversationId, memberId }: Payload<'conversation:role'>,
  ): Promise<Result<Conversation>> {
    const outcome = await this.#act('room_give', give, [actorId, conversationId, memberId, address]);
    return this.#answer(actorId, conversationId, outcome, 'memberId');
  }

  async #direct(actorId: string, { memberId, memberIds = [] }: Direct): Promise<Result<Conversation>> {
    const others = memberId === undefined ? memberIds : [memberId];
    const [row] = await this.#database.query<People & { place: string | null }>('room_direct', openDirect, [
      ...[actorId, others],
      ...addingLimits,
    ]);
    this.#ring();
    const field = memberId === undefined ? 'memberIds' : 'memberId';
    return this.#answer(actorId, row?.place ?? '', row?.outcome ?? 'not_found', field, row?.person);
  }

  async #room(actorId: string, room: Room): Promise<Result<Conversation>> {
    const { name, topic = null, visibility, memberIds = [] } = room;
    const [row] = await this.#database.query<People & { room: string | null }>('room_create', create, [
      ...[actorId, name, topic, visibility, memberIds],
      ...addingLimits,
    ]);
    this.#ring();
    return this.#answer(actorId, row?.room ?? '', row?.outcome ?? 'not_found', 'memberIds', row?.person);
  }

  async #act(name: string, text: string, values: unknown[]): Promise<Outcome> {
    const [row] = await this.#database.query<{ outcome: Outcome }>(name, text, values);
    this.#ring();
    return row?.outcome ?? 'not_found';
  }

  /** The conversation as the actor sees it now; an admin may have acted from outside. */
  async #answer(
    actorId: string,
    conversationId: string,
    outcome: Outcome,
    field: string,
    personId?: string | null,
  ): Promise<Result<Conversation>> {
    if (outcome !== 'done') return this.#refusal(actorId, conversationId, outcome, field, personId);
    const seen =
      (await this.#view.one(actorId, conversationId)) ?? (await this.#view.fromOutside(actorId, conversationId));
    return seen ? success(seen) : notFound();
  }

  async #refusal(
    actorId: string,
    conversationId: string,
    refusal: Refusal,
    field: string,
    personId?: string | null,
  ): Promise<Result<never>> {
    if (refusal === 'not_found') return this.#departures.explain(actorId, conversationId);
    const failure = toRefusal(refusal, field, personId);
    return refusal === 'archived' ? this.#departures.withArchivist(failure, conversationId) : failure;
  }
}
