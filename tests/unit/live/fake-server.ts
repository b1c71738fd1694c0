import type { Conversation, Me, Message, PayloadInput, PresenceState, Result } from '../../../protocol/index.ts';
import { failure, success } from '../../../protocol/index.ts';
import { FakeFeed } from './fake-feed.ts';
import { idOf } from './ids.ts';

type Log = { states: Message[]; latest: Message[]; readSeqs: Map<string, number>; published: number };

/** The log of the contract, in memory: the model that clients are compared with, and what answers them. */
export class FakeServer {
  /** Small, so that short runs turn many pages. */
  pageSize = 4;
  changesSize = 3;
  readonly logs = new Map<string, Log>();
  readonly feed = new FakeFeed();
  people: Me[] = [];
  presence: PresenceState = 'online';
  private nextMessage = 1;

  addConversation(id: string): void {
    this.logs.set(id, { states: [], latest: [], readSeqs: new Map(), published: 0 });
  }

  log(id: string): Log {
    const log = this.logs.get(id);
    if (!log) throw new Error(`no conversation ${id}`);
    return log;
  }

  private record(log: Log, message: Message): Message {
    log.states.push(message);
    log.latest[message.seq - 1] = message;
    return message;
  }

  append(
    conversationId: string,
    authorId: string,
    clientId: string,
    body: string,
    replyToId: string | null = null,
  ): Message {
    const log = this.log(conversationId);
    const known = log.latest.find((one) => one.authorId === authorId && one.clientId === clientId);
    if (known) return known;
    const seq = log.latest.length + 1;
    log.readSeqs.set(authorId, seq);
    return this.record(log, {
      id: idOf(2, this.nextMessage++),
      conversationId,
      seq,
      version: log.states.length + 1,
      authorId,
      clientId,
      body,
      replyToId,
      attachments: [],
      reactions: [],
      createdAt: new Date(1_700_000_000_000 + seq * 1_000).toISOString(),
      editedAt: null,
      deletedAt: null,
    });
  }

  change(conversationId: string, seq: number, patch: Partial<Message>): void {
    const log = this.log(conversationId);
    const known = log.latest[seq - 1];
    if (known) this.record(log, { ...known, ...patch, version: log.states.length + 1 });
  }

  /** Every message as it was at a version, in `seq` order. */
  stateAt(conversationId: string, version: number): Message[] {
    const state: Message[] = [];
    for (const message of this.log(conversationId).states.slice(0, version)) state[message.seq - 1] = message;
    return state;
  }

  changesAfter(conversationId: string, after: number): Message[] {
    const { latest } = this.log(conversationId);
    return latest.filter(({ version }) => version > after).sort((a, b) => a.version - b.version);
  }

  conversationFor(id: string, userId: string): Conversation {
    const { latest, states, readSeqs } = this.log(id);
    const readSeq = readSeqs.get(userId) ?? 0;
    return {
      id,
      kind: 'room',
      name: 'Room',
      topic: null,
      visibility: 'public',
      archivedAt: null,
      memberIds: [],
      memberCount: 500,
      lastSeq: latest.length,
      version: states.length,
      readSeq,
      unread: latest.length - readSeq,
      mentions: latest.filter(({ seq, body }) => seq > readSeq && body.includes(`<@${userId}>`)).length,
    };
  }

  sync(me: Me): Result<unknown> {
    const conversations = [...this.logs.keys()].map((id) => this.conversationFor(id, me.id));
    const feed = me.role === 'admin' ? { version: this.feed.states.length, open: this.feed.open } : undefined;
    return success({ me, conversations, feed, serverTime: new Date(1_700_000_000_000).toISOString() });
  }

  /** @param lag how many versions behind the read is, as from a cache */
  history(payload: PayloadInput<'message:history'>, lag: number): Result<unknown> {
    const { conversationId, beforeSeq, afterSeq, aroundSeq } = payload;
    const version = Math.max(0, this.log(conversationId).states.length - lag);
    const all = this.stateAt(conversationId, version);
    const size = Math.min(payload.limit ?? 50, this.pageSize);
    let from = Math.max(0, all.length - size);
    if (beforeSeq !== undefined) from = Math.max(0, Math.min(beforeSeq - 1, all.length) - size);
    if (afterSeq !== undefined) from = Math.min(afterSeq, all.length);
    if (aroundSeq !== undefined) from = Math.max(0, Math.min(aroundSeq - 1 - Math.floor(size / 2), all.length - size));
    const to =
      beforeSeq !== undefined ? Math.max(from, Math.min(beforeSeq - 1, all.length)) : Math.min(all.length, from + size);
    const messages = all.slice(from, to);
    return success({ messages, version, hasOlder: from > 0, hasNewer: to < all.length });
  }

  changes({ conversationId, afterVersion, limit }: PayloadInput<'message:changes'>): Result<unknown> {
    const all = this.changesAfter(conversationId, afterVersion);
    const messages = all.slice(0, Math.min(limit ?? 500, this.changesSize));
    return success({
      messages,
      version: this.log(conversationId).states.length,
      complete: messages.length === all.length,
    });
  }

  answer(me: Me, event: string, payload: unknown, lag = 0): Result<unknown> {
    switch (event) {
      case 'sync':
        return this.sync(me);
      case 'message:history':
        return this.history(payload as PayloadInput<'message:history'>, lag);
      case 'message:changes':
        return this.changes(payload as PayloadInput<'message:changes'>);
      case 'message:send': {
        const { conversationId, clientId, body, replyToId } = payload as PayloadInput<'message:send'>;
        return success(this.append(conversationId, me.id, clientId, body, replyToId));
      }
      case 'read:mark': {
        const { conversationId, seq } = payload as PayloadInput<'read:mark'>;
        const { readSeqs, latest } = this.log(conversationId);
        const readSeq = Math.max(readSeqs.get(me.id) ?? 0, Math.min(seq, latest.length));
        readSeqs.set(me.id, readSeq);
        return success({ readSeq, unread: latest.length - readSeq });
      }
      case 'people:list': {
        const { ids = [] } = payload as PayloadInput<'people:list'>;
        return success({ people: this.people.filter(({ id }) => ids.includes(id)) });
      }
      case 'presence:watch': {
        const { userIds } = payload as PayloadInput<'presence:watch'>;
        return success(Object.fromEntries(userIds.map((id) => [id, this.presence])));
      }
      case 'typing':
        return success(null);
      case 'ticket:list':
        return this.feed.list(payload as PayloadInput<'ticket:list'>, lag);
      case 'ticket:changes':
        return this.feed.changes(payload as PayloadInput<'ticket:changes'>);
      default:
        return failure('not_found', event);
    }
  }
}
