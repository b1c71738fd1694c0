import {
  type Conversation,
  contractVersion,
  type conversationEvents,
  type KnownLog,
  limits,
  notFound,
  type Payload,
  success,
} from '../../protocol/index.ts';
import type { Announce } from '../engine/events/announce.ts';
import { type Caller, type HandlersOf, mayBeTold } from '../engine/events/handler.ts';
import type { Doubts, Known } from '../engine/log/epoch/doubts.ts';
import { logOfPerson } from '../me/index.ts';
import { type Feed, ticketLog } from '../tickets/index.ts';
import type { Workspace } from '../workspace/index.ts';
import type { ConversationView } from './conversation-view.ts';
import type { Conversations } from './conversations.ts';
import type { PublicRooms } from './public-rooms.ts';
import type { ReadMarks } from './read-marks.ts';

type Options = {
  conversations: Conversations;
  publicRooms: PublicRooms;
  view: Pick<ConversationView, 'all'>;
  readMarks: ReadMarks;
  feed: Pick<Feed, 'head'>;
  workspace: Pick<Workspace, 'view'>;
  /** Reads how far the log is of what is somebody's own. */
  readOwnHead: (userId: string) => Promise<number>;
  /** Reads until when somebody does not want to be disturbed. */
  readDoNotDisturb: (userId: string) => Promise<string | null>;
  /** Reads what all versions belong to. */
  readEpoch: () => Promise<string>;
  /** Judges what a client knows of logs. */
  doubts: Pick<Doubts, 'judge'>;
  announce: Announce;
};

/** What a log is called here. */
const logNamed = (log: KnownLog['log'], { id }: Caller['me']): string => {
  if (log === 'own') return logOfPerson(id);
  return log === 'feed' ? ticketLog : log;
};

/** What a client knows of logs that it may know of. */
const knownOf = (caller: Caller, own: readonly Conversation[], known: readonly KnownLog[]): Known[] => {
  const ids = new Set(own.map(({ id }) => id));
  return known.flatMap(({ log, version, seq, id }) => {
    if (log === 'feed' ? !mayBeTold(caller, 'handler') : log !== 'own' && !ids.has(log)) return [];
    const entry = seq === undefined || id === undefined ? undefined : { seq, id };
    return { log: logNamed(log, caller.me), version, entry };
  });
};

/** Conversations: the list of one's own, joining and leaving, read marks, typing. */
export const conversationHandlers = (options: Options): HandlersOf<typeof conversationEvents> => {
  const { conversations, publicRooms, view, readMarks, feed, workspace } = options;
  const { readOwnHead, readDoNotDisturb, readEpoch, doubts, announce } = options;

  /** The epoch that holds, after what the client knows of it was judged. */
  const epochAfter = async (caller: Caller, own: Conversation[], { epoch, known = [] }: Payload<'sync'>) => {
    const present = await readEpoch();
    if (epoch !== present || known.length === 0) return present;
    return (await doubts.judge(caller.me.id, epoch, knownOf(caller, own, known))) ? readEpoch() : present;
  };

  return {
    sync: async (caller, payload) => {
      const reconcile = caller.connection?.beginReading();
      const { id } = caller.me;
      // Before the marks that it counts, which come with the conversations.
      const ownHead = await readOwnHead(id);
      const reading = view.all(id);
      const [own, head, place, doNotDisturbUntil, epoch] = await Promise.all([
        reading,
        mayBeTold(caller, 'handler') ? feed.head() : undefined,
        workspace.view(),
        readDoNotDisturb(id),
        reading.then((conversations) => epochAfter(caller, conversations, payload)),
      ]);
      // Nothing is awaited from here on: what a client is told of memberships comes in the order in which it held.
      const conversations = reconcile ? reconcile(own) : own;
      const { me } = caller;
      return success({
        me,
        conversations,
        feed: mayBeTold(caller, 'handler') ? head : undefined,
        own: ownHead,
        doNotDisturbUntil,
        epoch,
        workspace: place,
        serverTime: new Date().toISOString(),
        contract: contractVersion,
      });
    },
    'conversation:create': ({ me }, payload) => conversations.create(me.id, payload),
    'conversation:join': ({ me }, payload) => conversations.join(me.id, payload),
    'conversation:leave': ({ me }, payload) => conversations.leave(me.id, payload),
    'conversation:update': ({ me, address }, payload) => conversations.update({ id: me.id, address }, payload),
    'conversation:invite': ({ me }, payload) => conversations.invite(me.id, payload),
    'conversation:remove': ({ me, address }, payload) => conversations.remove({ id: me.id, address }, payload),
    'conversation:role': ({ me, address }, payload) => conversations.role({ id: me.id, address }, payload),
    'conversation:browse': ({ me }, payload) => publicRooms.browse(me.id, payload),
    'read:mark': async ({ me: { id: userId } }, payload) => {
      const stored = await readMarks.mark(userId, payload);
      if (!stored.ok) return stored;
      const { state, memberCount } = stored.data;
      const { conversationId, back } = payload;
      // In large rooms nobody but the reader cares, who hears of it in their own log; and that somebody will look again is theirs alone.
      if (memberCount <= limits.readMarkMembers && !back)
        announce({ conversationId, exceptUserId: userId }, 'read', { conversationId, userId, seq: state.readSeq });
      return success({ readSeq: state.readSeq, unread: state.unread, state });
    },
    typing: async ({ connection, me }, { conversationId, typing }) => {
      if (!connection.hears(conversationId)) return notFound();
      connection.sayTyping({ conversationId, userId: me.id, typing });
      return success(null);
    },
  };
};
