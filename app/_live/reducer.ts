import type { Answered, LiveEvent, Reduce, TimerName } from './events.ts';
import * as connection from './reducer/connection.ts';
import { addConversation, removeConversation, turnTo } from './reducer/conversations.ts';
import * as feed from './reducer/feed.ts';
import { historyAnswered, openDue } from './reducer/history.ts';
import { learn } from './reducer/learned.ts';
import * as loads from './reducer/loads.ts';
import { receiveHead, receiveMessages } from './reducer/messages.ts';
import * as outbox from './reducer/outbox.ts';
import * as people from './reducer/people.ts';
import * as reading from './reducer/reading.ts';
import { changesAnswered, holeTimer } from './reducer/repair.ts';
import { sendAnswered } from './reducer/sends.ts';
import { recountDue, syncDue, synced } from './reducer/sync.ts';
import * as tickets from './reducer/ticket-views.ts';
import { Turn } from './turn.ts';

type EventOf<T extends LiveEvent['type']> = Extract<LiveEvent, { type: T }>;

const fromServer = (turn: Turn, event: EventOf<'server'>) => {
  const { name, payload } = event;
  switch (name) {
    case 'messages':
      return receiveMessages(turn, payload);
    case 'head':
      return receiveHead(turn, payload.conversationId, payload.version);
    case 'conversation':
      return addConversation(turn, payload);
    case 'conversation:removed':
      return removeConversation(turn, payload.conversationId);
    case 'read':
      return reading.receiveRead(turn, payload.conversationId, payload.userId, payload.seq);
    case 'typing':
      return people.receiveTyping(turn, payload.conversationId, payload.userId, payload.typing);
    case 'presence':
      return people.receivePresence(turn, payload);
    case 'tickets':
      return feed.receiveTickets(turn, payload);
    case 'notice':
      return connection.notice(turn, payload);
  }
};

const answered = (turn: Turn, answer: Answered) => {
  // The socket that this was asked on is gone; what still matters was asked again on the next one.
  if (answer.epoch !== turn.state.connection.epoch) return;
  switch (answer.name) {
    case 'sync':
      if (!answer.result.ok && answer.result.error.code === 'unauthenticated') return connection.signOut(turn);
      return synced(turn, answer.result);
    case 'message:changes':
      if (!answer.result.ok && answer.result.error.code === 'not_found') {
        return removeConversation(turn, answer.ask.payload.conversationId);
      }
      return changesAnswered(turn, answer.ask, answer.result);
    case 'message:history':
      return historyAnswered(turn, answer.ask, answer.result);
    case 'message:send':
      return sendAnswered(turn, answer.ask, answer.result);
    case 'read:mark':
      return reading.markAnswered(turn, answer.ask, answer.result);
    case 'people:list':
      return people.peopleAnswered(turn, answer.ask, answer.result);
    case 'presence:watch':
      return people.presenceAnswered(turn, answer.result);
    case 'ticket:list':
      return tickets.listAnswered(turn, answer.ask, answer.result);
    case 'ticket:changes':
      return feed.feedChangesAnswered(turn, answer.ask, answer.result);
    // A typing mark that did not get through is not worth another try.
    case 'typing':
      return;
  }
};

const timers: Record<TimerName, (turn: Turn, id: string) => void> = {
  reconnect: connection.reconnectDue,
  drain: connection.drainDue,
  sync: syncDue,
  hole: holeTimer,
  open: openDue,
  lane: outbox.laneDue,
  marks: reading.resumeMarks,
  typing: people.expireTyping,
  'typing-off': people.typingOffDue,
  people: people.askPeople,
  presence: people.askPresence,
  'feed-hole': feed.feedHoleDue,
  'feed-view': tickets.viewDue,
  recount: recountDue,
};

type Handlers = { [T in LiveEvent['type']]: (turn: Turn, event: EventOf<T>) => void };

const handlers: Handlers = {
  start: (turn, { online }) => connection.start(turn, online),
  stop: connection.stop,
  'sign-out': connection.signOut,
  'retry-now': connection.retryNow,
  'wire:opened': connection.opened,
  'wire:closed': (turn, { code }) => connection.closed(turn, code),
  network: (turn, { online }) => connection.network(turn, online),
  server: fromServer,
  answered,
  learned: learn,
  timer: (turn, { name, id }) => timers[name](turn, id),
  send: (turn, { entry }) => outbox.send(turn, entry),
  retry: (turn, { clientId }) => outbox.retry(turn, clientId),
  discard: (turn, { clientId }) => outbox.discard(turn, clientId),
  'outbox:loaded': (turn, { entries }) => outbox.loaded(turn, entries),
  'outbox:news': (turn, { news }) => outbox.news(turn, news),
  'outbox:leading': (turn, { leading }) => outbox.leading(turn, leading),
  'open-conversation': (turn, { conversationId }) => turnTo(turn, conversationId),
  jump: (turn, { conversationId, seq }) => loads.jump(turn, conversationId, seq),
  'load-older': (turn, { conversationId }) => loads.loadOlder(turn, conversationId),
  'load-newer': (turn, { conversationId }) => loads.loadNewer(turn, conversationId),
  'mark-read': (turn, { conversationId, seq }) => reading.markRead(turn, conversationId, seq),
  type: (turn, { conversationId }) => people.typeIn(turn, conversationId),
  'watch-presence': (turn, { userIds }) => people.watchPresence(turn, userIds),
  'need-people': (turn, { userIds }) => people.needPeople(turn, userIds),
  'open-tickets': (turn, { filter }) => tickets.openTickets(turn, filter),
  'close-tickets': (turn, { filter }) => tickets.closeTickets(turn, filter),
  'more-tickets': (turn, { filter }) => tickets.moreTickets(turn, filter),
  'hold-tickets': (turn, { filter, hold }) => tickets.holdTickets(turn, filter, hold),
};

/** The whole behaviour of a client, without a clock, a network or a screen: a state and an event in, a state and effects out. */
export const reduce: Reduce = (state, event, moment) => {
  const turn = new Turn(state, moment);
  // The table has for each type the handler of just that type, which TypeScript cannot say of a lookup.
  const handle = handlers[event.type] as (turn: Turn, event: LiveEvent) => void;
  handle(turn, event);
  return { state: turn.state, effects: turn.effects };
};
