import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { paths, timing } from '../../../protocol/index.ts';
import { connectClient, type LiveClient } from '../../support/live-client.ts';
import type { Person } from '../../support/seed.ts';
import { type LiveInProcess, startLiveInProcess } from './live-in-process.ts';

let live: LiveInProcess;
let ada: Person;
let bob: Person;
let room: string;

const connect = async (person: Person): Promise<LiveClient> => connectClient(live.url, await live.seed.session(person));

const { heads } = timing;

beforeAll(async () => {
  // Whatever is looked at again and again is looked at when the test says so; everything else goes by the real clock.
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] });
  Object.assign(timing, { heads: 100 });
  live = await startLiveInProcess();
  [ada, bob] = await Promise.all([live.seed.person('Ada'), live.seed.person('Bob')]);
  room = await live.seed.room([ada, bob]);
});

afterAll(async () => {
  vi.useRealTimers();
  Object.assign(timing, { heads });
  await live?.stop();
});

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

/** `until` goes by the clock, which stands still here. */
const eventually = async (what: string, condition: () => boolean | Promise<boolean>): Promise<void> => {
  for (let round = 0; round < 1_000; round += 1) {
    if (await condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`waited for ${what}`);
};

describe('what nobody announces', () => {
  it('the last message of a conversation, lost on its way, is revealed by a head', async () => {
    const [one, other] = [await connect(ada), await connect(bob)];
    // The last: no later message will show that one is missing.
    const { version } = await one.get('message:send', {
      conversationId: room,
      clientId: randomUUID(),
      body: 'the last',
    });
    await eventually('the head', () =>
      other.all('head').some((head) => head.conversationId === room && head.version === version),
    );
    for (const client of [one, other]) client.close();
  });

  it('a session that expires while its connection is open: it ends within a minute, and no other does', async () => {
    const session = await live.seed.session(ada);
    const [client, other] = [await connectClient(live.url, session), await connect(ada)];
    await live.seed.rows(`update session set expires_at = now() - interval '1 second' where id = $1`, [session.id]);
    await pass(60_000);
    await eventually('the connection to be ended', () => !client.socket.connected);
    expect(client.all('notice')).toEqual([{ kind: 'signed_out' }]);
    expect(other.socket.connected, 'another session of the same person').toBe(true);
    other.close();
  });
});

describe('a client that does not read', () => {
  const slowConsumers = async () => (await live.metrics.slowConsumers.get()).values[0]?.value ?? 0;

  it('is taken out of its rooms, cut off after ten seconds, and complete after it has come back', async () => {
    const author = await connect(bob);
    const { cookie } = await live.seed.session(ada);
    const address = `${live.url.replace('http', 'ws')}${paths.socket}/?EIO=4&transport=websocket`;
    const deaf = new WebSocket(address, { headers: { cookie } });
    const letIn = new Promise<void>((resolve) => {
      deaf.on('message', (data: Buffer) => {
        if (String(data).startsWith('0')) deaf.send('40');
        if (String(data).startsWith('40{')) resolve();
      });
    });
    await once(deaf, 'open');
    await letIn;
    deaf.pause();
    const body = '等'.repeat(8_000);
    let sent = 0;
    const sendSome = async () => {
      const some = Array.from({ length: 50 }, () =>
        author.get('message:send', { conversationId: room, clientId: randomUUID(), body }),
      );
      await Promise.all(some);
      sent += some.length;
      await pass(250);
    };
    await eventually('it to be taken out', async () => {
      await sendSome();
      return (await slowConsumers()) > 0;
    });
    await pass(10_500);
    deaf.resume();
    await eventually('the connection to be cut', () => deaf.readyState === WebSocket.CLOSED);
    const back = await connect(ada);
    const { conversations } = await back.get('sync', {});
    expect(conversations.find(({ id }) => id === room)?.lastSeq).toBe(sent + 1);
    const seen: number[] = [];
    for (let complete = false; !complete; ) {
      const page = await back.get('message:changes', { conversationId: room, afterVersion: seen.length });
      seen.push(...page.messages.map(({ seq }) => seq));
      complete = page.complete;
    }
    expect(seen).toEqual(Array.from({ length: sent + 1 }, (_, index) => index + 1));
    for (const client of [author, back]) client.close();
  });
});
