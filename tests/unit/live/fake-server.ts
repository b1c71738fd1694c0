import type {
  Conversation,
  Me,
  Message,
  PayloadInput,
  PersonalEntry,
  PresenceState,
  ReadState,
  Result,
} from '../../../protocol/index.ts';
import { failure, limits, success } from '../../../protocol/index.ts';
import { FakeFeed } from './fake-feed.ts';
import { idOf } from './ids.ts';

type Log = {
  states: Message[];
  latest: Message[];
  readSeqs: Map<string, number>;
  readTurns: Map<string, number>;
  published: number;
};

/** What is one person's own: the version at which each of their marks moved last. */
type OwnLog = { version: number; published: number; marks: Map<string, number> };

/** A message as it is told: of many who reacted alike the latest, and, when one person is told, that person. */
export const told = (message: Message, readerId?: string): Message => ({
  ...message,
  reactions: message.reactions.map(({ emoji, userIds }) => {
    if (userIds.length <= limits.listedReactors) return { emoji, userIds };
    const latest = userIds.slice(-limits.listedReactors);
    const isMissing = readerId !== undefined && userIds.includes(readerId) && !latest.includes(readerId);
    return { emoji, userIds: isMissing ? [readerId, ...latest.slice(1)] : latest, count: userIds.length };
  }),
});

/** The log of the contract, in memory: the model that clients are compared with, and what answers them. */
export class FakeServer {
  /** Small, so that short runs turn many pages. */
  pageSize = 4;
  tellsMarks = false;
  changesSize = 3;
  readonly logs = new Map<string, Log>();
  readonly own = new Map<string, OwnLog>();
  readonly feed = new FakeFeed();
  people: Me[] = [];
  presence: PresenceState = 'online';
  memberIds: string[] = [];
  /** Of the instance that answers. */
  contract = 1;
  epoch = idOf(7, 1);
  private nextMessage = 1;

  /** @returns puts everything back to how it is now; ids that were given since are not given again */
  copy(): () => void {
    const logs = structuredClone(this.logs);
    const own = structuredClone(this.own);
    const feed = structuredClone({ states: this.feed.states, latest: this.feed.latest });
    return () => {
      for (const [id, log] of structuredClone(logs)) this.logs.set(id, { ...log, published: log.states.length });
      this.own.clear();
      for (const [id, log] of structuredClone(own)) this.own.set(id, { ...log, published: log.version });
      this.feed.states.splice(0, Infinity, ...feed.states);
      this.feed.latest.splice(0, Infinity, ...feed.latest);
      this.feed.published = feed.states.length;
      this.epoch = idOf(7, this.nextMessage++);
    };
  }

  addConversation(id: string): void {
    this.logs.set(id, { states: [], latest: [], readSeqs: new Map(), readTurns: new Map(), published: 0 });
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
    // Nothing changes after a deletion.
    if (known?.deletedAt === null) this.record(log, { ...known, ...patch, version: log.states.length + 1 });
  }

  react(userId: string, messageId: string, emoji: string, on: boolean): Result<unknown> {
    for (const [id, { latest }] of this.logs) {
      const message = latest.find((one) => one.id === messageId);
      if (!message) continue;
      const before = message.reactions.find((one) => one.emoji === emoji)?.userIds ?? [];
      const userIds = [...before.filter((one) => one !== userId), ...(on ? [userId] : [])];
      this.change(id, message.seq, { reactions: [{ emoji, userIds }] });
      return success(told(latest[message.seq - 1] ?? message, userId));
    }
    return failure('not_found', 'not found');
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

  /** What a person has to read after a mark. */
  unreadAfter(id: string, userId: string, readSeq: number) {
    const unread = this.log(id).latest.filter(
      ({ seq, authorId, deletedAt }) => seq > readSeq && authorId !== userId && deletedAt === null,
    );
    return { unread: unread.length, mentions: unread.filter(({ body }) => body.includes(`<@${userId}>`)).length };
  }

  readState(id: string, userId: string): ReadState {
    const { latest, states, readSeqs, readTurns } = this.log(id);
    const readSeq = readSeqs.get(userId) ?? 0;
    return {
      readTurn: readTurns.get(userId) ?? 0,
      readSeq,
      ...this.unreadAfter(id, userId, readSeq),
      lastSeq: latest.length,
      version: states.length,
    };
  }

  ownLog(userId: string): OwnLog {
    const log = this.own.get(userId) ?? { version: 0, published: 0, marks: new Map() };
    this.own.set(userId, log);
    return log;
  }

  /** The current state of what changed of a person's own. */
  ownAfter(userId: string, after: number): PersonalEntry[] {
    return [...this.ownLog(userId).marks]
      .filter(([, version]) => version > after)
      .sort(([, one], [, other]) => one - other)
      .map(([id, version]) => {
        const content = { read: { conversationId: id, ...this.readState(id, userId) } };
        return { id: `read:${id}`, version, deleted: false, content };
      });
  }

  ownChanges({ afterVersion, limit }: PayloadInput<'me:changes'>, userId: string): Result<unknown> {
    const all = this.ownAfter(userId, afterVersion);
    const entries = all.slice(0, Math.min(limit ?? 500, this.changesSize));
    return success({ entries, version: this.ownLog(userId).version, complete: entries.length === all.length });
  }

  /** Moves a mark as a person says, who hears of it in their own log. What they write moves it, too, and says it by itself. */
  mark(id: string, userId: string, seq: number, back = false): ReadState {
    const { latest, readSeqs, readTurns } = this.log(id);
    const before = readSeqs.get(userId) ?? 0;
    const after = back ? Math.min(before, seq) : Math.max(before, Math.min(seq, latest.length));
    if (after === before) return this.readState(id, userId);
    const own = this.ownLog(userId);
    own.version += 1;
    own.marks.set(id, own.version);
    if (back && seq < before) readTurns.set(userId, (readTurns.get(userId) ?? 0) + 1);
    readSeqs.set(userId, after);
    return this.readState(id, userId);
  }

  /** How far the others have read, where few enough are that it is told. */
  private othersMarks(id: string, userId: string): Record<string, number> {
    if (!this.tellsMarks) return {};
    return Object.fromEntries([...this.log(id).readSeqs].filter(([reader]) => reader !== userId));
  }

  conversationFor(id: string, userId: string): Conversation {
    return {
      id,
      kind: 'room',
      name: 'Room',
      topic: null,
      visibility: 'public',
      archivedAt: null,
      ownerId: null,
      peerId: null,
      peerIds: [],
      inviting: 'members',
      describing: 'members',
      memberIds: this.memberIds,
      memberCount: 500,
      readMarks: this.othersMarks(id, userId),
      last: null,
      ...this.readState(id, userId),
    };
  }

  sync(me: Me): Result<unknown> {
    const conversations = [...this.logs.keys()].map((id) => this.conversationFor(id, me.id));
    const feed = me.role === 'admin' ? { version: this.feed.states.length, open: this.feed.open } : undefined;
    return success({
      me,
      conversations,
      feed,
      own: this.ownLog(me.id).version,
      doNotDisturbUntil: null,
      serverTime: new Date(1_700_000_000_000).toISOString(),
      contract: this.contract,
      epoch: this.epoch,
    });
  }

  /** @param lag how many versions behind the read is, as from a cache */
  history(payload: PayloadInput<'message:history'>, lag: number, readerId: string): Result<unknown> {
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
    const messages = all.slice(from, to).map((message) => told(message, readerId));
    return success({ messages, version, hasOlder: from > 0, hasNewer: to < all.length });
  }

  changes({ conversationId, afterVersion, limit }: PayloadInput<'message:changes'>, readerId: string): Result<unknown> {
    const all = this.changesAfter(conversationId, afterVersion);
    const messages = all.slice(0, Math.min(limit ?? 500, this.changesSize)).map((message) => told(message, readerId));
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
        return this.history(payload as PayloadInput<'message:history'>, lag, me.id);
      case 'message:changes':
        return this.changes(payload as PayloadInput<'message:changes'>, me.id);
      case 'message:locate': {
        const { conversationId, messageId } = payload as PayloadInput<'message:locate'>;
        const found = this.log(conversationId).latest.find(({ id }) => id === messageId);
        return found ? success(told(found, me.id)) : failure('not_found', 'not found');
      }
      case 'message:react': {
        const { messageId, emoji, on } = payload as PayloadInput<'message:react'>;
        return this.react(me.id, messageId, emoji, on);
      }
      case 'message:send': {
        const { conversationId, clientId, body, replyToId } = payload as PayloadInput<'message:send'>;
        return success(this.append(conversationId, me.id, clientId, body, replyToId));
      }
      case 'read:mark': {
        const { conversationId, seq } = payload as PayloadInput<'read:mark'>;
        const state = this.mark(conversationId, me.id, seq);
        return success({ readSeq: state.readSeq, unread: state.unread, state });
      }
      case 'me:changes':
        return this.ownChanges(payload as PayloadInput<'me:changes'>, me.id);
      case 'people:list': {
        const { ids = [] } = payload as PayloadInput<'people:list'>;
        return success({ people: this.people.filter(({ id }) => ids.includes(id)) });
      }
      case 'presence:watch': {
        const { userIds } = payload as PayloadInput<'presence:watch'>;
        return success(Object.fromEntries(userIds.map((id) => [id, this.presence])));
      }
      case 'presence:activity':
      case 'typing':
        return success(null);
      case 'ticket:list':
        return this.feed.list(payload as PayloadInput<'ticket:list'>, me.id, lag);
      case 'ticket:statistics':
        return this.feed.statistics(lag);
      case 'ticket:changes':
        return this.feed.changes(payload as PayloadInput<'ticket:changes'>);
      default:
        return failure('not_found', event);
    }
  }
}
