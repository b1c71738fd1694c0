import { createHmac } from 'node:crypto';
import type { Message, MessagesEvent, Result, SyncData, TicketsEvent } from '../../../protocol/index.ts';
import { bodyOf, clientIdOf, conversationId, feed, numberIn, sendNumberIn, sessionTokenOf } from '../population.ts';
import { type Batch, messagesBatch, ticketsBatch } from './batch.ts';
import type { Connection } from './connection.ts';
import type { Dialect } from './dialect.ts';
import { FrameCache } from './frames.ts';
import { Log } from './log.ts';
import type { Member } from './member.ts';
import { SocketIoConnection } from './socket-io-connection.ts';
import type { Tally } from './tally.ts';

type Event = { batch: Batch } | { name: string; data: unknown };

const cookieName = 'switchboard.session';

/** The cookie that better-auth gives a browser at sign-in: the session's token and its HMAC-SHA256. */
export const sessionCookie = (person: number, secret: string): string => {
  const token = sessionTokenOf(person);
  const signature = createHmac('sha256', secret).update(token).digest('base64');
  return `${cookieName}=${encodeURIComponent(`${token}.${signature}`)}`;
};

const parse = (json: string): Event => {
  const [name, data] = JSON.parse(json) as [string, unknown];
  if (name === 'messages') return { batch: messagesBatch(data as MessagesEvent) };
  if (name === 'tickets') return { batch: ticketsBatch(data as TicketsEvent) };
  return { name, data };
};

/** Clients of Switchboard, keeping the contract as its browser client does: cursors, holes, repeats with the same id. */
export const ourDialect = (tally: Tally, shared: boolean, secret: string): Dialect => {
  const frames = new FrameCache(parse, shared);
  const logs = new WeakMap<Member, Map<number, Log>>();
  const logOf = (member: Member, conversation: number): Log => {
    const own = logs.get(member) ?? new Map<number, Log>();
    logs.set(member, own);
    const log = own.get(conversation) ?? new Log(conversation, member, tally);
    own.set(conversation, log);
    return log;
  };

  const welcome = (member: Member, connection: Connection) => {
    connection.request('sync', '{}', (json) => {
      const [answer] = JSON.parse(json) as [Result<SyncData>];
      if (!answer.ok) {
        tally.problem(`sync: ${answer.error.code}`);
        return member.cut();
      }
      const behind = answer.data.conversations
        .filter(({ id }) => member.conversations.includes(numberIn(id)))
        .map(({ id, version }) => logOf(member, numberIn(id)).reach(version));
      if (answer.data.feed && member.conversations.includes(feed))
        behind.push(logOf(member, feed).reach(answer.data.feed.version));
      void Promise.all(behind).then(() => member.ready(connection));
    });
  };

  return {
    connect: ({ person }, address, events) =>
      new SocketIoConnection({ ...address, headers: { Cookie: sessionCookie(person, secret) } }, '', events),
    welcome,
    event: (member, _, bytes, start, end) => {
      const event = frames.read(bytes, start, end);
      if ('batch' in event) logOf(member, event.batch.conversation).take(event.batch);
      else if (event.name === 'head') {
        const { conversationId: id, version } = event.data as { conversationId: string; version: number };
        logOf(member, numberIn(id)).hear(version);
      } else if (event.name === 'notice') {
        const notice = event.data as { kind: string; afterMs?: number };
        if (notice.kind === 'draining') member.move(Math.random() * (notice.afterMs ?? 0));
      }
    },
    send: (member, connection, { conversation, n, due }, onAnswer) => {
      const payload = `{"conversationId":"${conversationId(conversation)}","clientId":"${clientIdOf(member.person, n)}","body":"${bodyOf(member.person, n, due)}"}`;
      connection.request('message:send', payload, (json) => {
        const [answer] = JSON.parse(json) as [Result<Message>];
        if (!answer.ok) {
          const { code } = answer.error;
          return onAnswer({ ok: false, code, retry: code === 'unavailable' || code === 'rate_limited' });
        }
        if (sendNumberIn(answer.data.clientId) !== n) tally.problem('an acknowledgement of another message');
        onAnswer({ ok: true, seq: answer.data.seq });
      });
    },
    repeats: true,
    // As the browser's client waits (app/_live/core/turn.ts).
    backoff: (attempt) => Math.min(5_000, 500 * 2 ** attempt) * (0.5 + Math.random()),
  };
};
