import { bodyOf, conversationId, feed, numberIn, personId, readBody } from '../population.ts';
import type { Dialect } from './dialect.ts';
import { FrameCache } from './frames.ts';
import type { Shown } from './reception.ts';
import { SocketIoConnection } from './socket-io-connection.ts';

type PeerMessage = { conversationId: string; body: string; seq?: number };
type PeerEvent = ['message', PeerMessage, offset?: string] | ['ticket', { title: string }];
type Parsed = { conversation: number; shown: Shown[]; offset?: string | undefined };

const parse = (json: string): Parsed => {
  const event = JSON.parse(json) as PeerEvent;
  if (event[0] === 'ticket') return { conversation: feed, shown: [{ ...readBody(event[1].title), seq: undefined }] };
  const [, message, offset] = event;
  const shown = { ...readBody(message.body), seq: message.seq };
  return { conversation: numberIn(message.conversationId), shown: [shown], offset };
};

/** Clients of the servers in `peers/`, which reconnect as Socket.IO's own client does by default. */
export const peerDialect = (shared: boolean): Dialect => {
  const frames = new FrameCache(parse, shared);
  return {
    connect: ({ person, session }, address, events) => {
      const recovery = session.pid === undefined ? {} : { pid: session.pid, offset: session.offset };
      const auth = JSON.stringify({ userId: personId(person), ...recovery });
      return new SocketIoConnection({ ...address, headers: {} }, auth, events);
    },
    welcome: (member, connection) => {
      const rooms = member.conversations.map((number) => (number === feed ? 'admins' : conversationId(number)));
      connection.request('join', JSON.stringify(rooms), () => member.ready(connection));
    },
    event: (member, _, bytes, start, end) => {
      const event = frames.read(bytes, start, end);
      if (event.offset !== undefined) member.session.offset = event.offset;
      member.show(event.conversation, event.shown);
    },
    send: (member, connection, { conversation, n, due }, onAnswer) => {
      const body = bodyOf(member.person, n, due);
      connection.request('message', `{"conversationId":"${conversationId(conversation)}","body":"${body}"}`, (json) => {
        const [answer] = JSON.parse(json) as [{ ok: boolean; seq?: number }];
        onAnswer(answer.ok ? { ok: true, seq: answer.seq } : { ok: false, code: 'failed', retry: false });
      });
    },
    repeats: false,
    // socket.io-client 4: reconnectionDelay 1000, randomizationFactor 0.5, reconnectionDelayMax 5000.
    backoff: (attempt) => Math.min(5_000, 1_000 * 2 ** attempt * (0.5 + Math.random())),
  };
};
