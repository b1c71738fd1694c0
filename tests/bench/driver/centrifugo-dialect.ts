import { bodyOf, clientIdOf, conversationId, numberIn, personId, readBody } from '../population.ts';
import { CentrifugoConnection } from './centrifugo-connection.ts';
import type { Connection } from './connection.ts';
import type { Dialect } from './dialect.ts';
import { FrameCache } from './frames.ts';
import type { Member } from './member.ts';
import type { Shown } from './reception.ts';
import type { Tally } from './tally.ts';

type Publication = { data: { body: string }; offset?: number };
type Subscribed = { epoch?: string; offset?: number; publications?: Publication[] };
type Refused = { error?: { code: number } };
type Push = { push: { channel: string; pub?: Publication; unsubscribe?: { code: number } } };
type Parsed = { conversation: number; shown: Shown | undefined; unsubscribed: boolean };
/** Up to where a member has seen a channel: what the server continues from. */
type Place = { epoch: string; offset: number };

const shownOf = ({ data, offset }: Publication): Shown => ({ ...readBody(data.body), seq: offset });

const parse = (json: string): Parsed => {
  const { channel, pub, unsubscribe } = (JSON.parse(json) as Push).push;
  return {
    conversation: numberIn(channel),
    shown: pub === undefined ? undefined : shownOf(pub),
    unsubscribed: unsubscribe !== undefined,
  };
};

/**
 * Clients of Centrifugo, which reconnect and recover as its own client does by default. They publish by themselves, as a
 * namespace may allow: with a backend before it, which would store the message and publish by the server's API, each
 * message would cost a further process and request; so this is the way that is cheapest for it, as S is for Socket.IO.
 */
export const centrifugoDialect = (tally: Tally, shared: boolean): Dialect => {
  const frames = new FrameCache(parse, shared);
  const places = new WeakMap<Member, Map<number, Place>>();
  const placesOf = (member: Member): Map<number, Place> => {
    const own = places.get(member) ?? new Map<number, Place>();
    places.set(member, own);
    return own;
  };

  const subscribe = (member: Member, connection: Connection, conversation: number): Promise<void> =>
    new Promise((resolve) => {
      const own = placesOf(member);
      const known = own.get(conversation);
      const recover = known === undefined ? {} : { recover: true, ...known };
      connection.request('subscribe', JSON.stringify({ channel: conversationId(conversation), ...recover }), (json) => {
        const { subscribe: answer, error } = JSON.parse(json) as { subscribe?: Subscribed } & Refused;
        if (answer === undefined) tally.problem(`subscribe: ${error?.code}`);
        else {
          if (answer.publications) member.show(conversation, answer.publications.map(shownOf));
          own.set(conversation, { epoch: answer.epoch ?? '', offset: answer.offset ?? 0 });
        }
        resolve();
      });
    });

  return {
    connect: (_, address, events) => new CentrifugoConnection({ ...address, headers: {} }, events),
    welcome: (member, connection) => {
      const joined = member.conversations.map((conversation) => subscribe(member, connection, conversation));
      void Promise.all(joined).then(() => member.ready(connection));
    },
    event: (member, connection, bytes, start, end) => {
      const { conversation, shown, unsubscribed } = frames.read(bytes, start, end);
      // The server saw that something is missing; its client subscribes again, and is given it.
      if (unsubscribed) void subscribe(member, connection, conversation);
      if (shown === undefined) return;
      const place = placesOf(member).get(conversation);
      if (place !== undefined && shown.seq !== undefined) place.offset = shown.seq;
      member.show(conversation, [shown]);
    },
    send: ({ person }, connection, { conversation, n, due }, onAnswer) => {
      const channel = conversationId(conversation);
      const author = `"conversationId":"${channel}","authorId":"${personId(person)}"`;
      const data = `{"id":"${clientIdOf(person, n)}",${author},"body":"${bodyOf(person, n, due)}","createdAt":"${new Date().toISOString()}"}`;
      connection.request('publish', `{"channel":"${channel}","data":${data}}`, (json) => {
        const { error } = JSON.parse(json) as Refused;
        onAnswer(
          error === undefined ? { ok: true, seq: undefined } : { ok: false, code: String(error.code), retry: false },
        );
      });
    },
    repeats: false,
    // centrifuge-js 5: minReconnectDelay 500, maxReconnectDelay 20000, full jitter.
    backoff: (attempt) => Math.min(20_000, 500 + Math.random() * Math.min(20_000, 500 * 2 ** attempt)),
  };
};
