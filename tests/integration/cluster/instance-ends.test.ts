import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { isListening, until } from '../../../scripts/installation/waiting.ts';
import type { LiveClient } from '../../support/live-client.ts';
import type { Person } from '../../support/seed.ts';
import { hearsMessage, type Pair, send, startPair } from './pair.ts';

let pair: Pair;
let ada: Person;
let bob: Person;
let room: string;
let onOne: LiveClient;
let onTwo: LiveClient;

beforeAll(async () => {
  pair = await startPair();
  [ada, bob] = await Promise.all([pair.seed.person('Ada'), pair.seed.person('Bob')]);
});

afterAll(async () => {
  await pair?.stop();
});

beforeEach(async () => {
  room = await pair.seed.room([ada, bob]);
  [onOne, onTwo] = await Promise.all([pair.connect(ada, 1), pair.connect(bob, 2)]);
  await until('Ada to see Bob', async () => {
    const state = await onOne.get('presence:watch', { userIds: [bob.id] });
    return state[bob.id] === 'online';
  });
});

afterEach(async () => {
  pair.hangUp();
  const [, two] = pair.instances;
  if (!two.process.alive) await two.restart();
});

const bobIsGone = (patience: number) =>
  onOne.hears(
    'presence',
    (people) => people.some(({ userId, state }) => userId === bob.id && state === 'offline'),
    patience,
  );

describe('an instance that is stopped', () => {
  it('tells its clients to move, takes nobody new, commits what is on its way, and ends by itself', async () => {
    const [one, two] = pair.instances;
    const reasons: string[] = [];
    onTwo.socket.on('disconnect', (reason) => reasons.push(reason));
    two.process.signal('SIGTERM');
    await onTwo.hears('notice', ({ kind, afterMs }) => kind === 'draining' && (afterMs ?? 0) > 0);
    const last = await send(onTwo, room, 'sent while draining');
    await hearsMessage(onOne, last);
    await until('it to take nobody new', async () => !(await isListening(two.port)), 2_000);
    await until('the client to be sent away', () => !onTwo.socket.connected, 10_000);
    // After this reason a client comes back by itself; after "io server disconnect" it would not.
    expect(reasons).toEqual(['transport close']);
    expect(await two.process.ended).toBe(0);
    expect(onOne.socket.connected, 'a client of the other instance').toBe(true);
    const again = await pair.connect(bob, 1);
    expect((await again.get('message:history', { conversationId: room })).messages).toEqual([last]);
    expect(one.process.alive).toBe(true);
  });

  it('takes its people off the presence list within a second of their leaving', async () => {
    const [, two] = pair.instances;
    two.process.signal('SIGTERM');
    await until('the client to be sent away', () => !onTwo.socket.connected, 10_000);
    await bobIsGone(1_000);
    await two.process.ended;
  });
});

describe('an instance that is killed', () => {
  it('loses nothing that it acknowledged, and its ghosts leave the presence list within 15 s', async () => {
    const [, two] = pair.instances;
    const acknowledged = [];
    for (let count = 0; count < 20; count += 1) acknowledged.push(await send(onTwo, room, `message ${count}`));
    await two.process.kill();
    const killed = performance.now();
    const again = await pair.connect(ada, 1);
    const { messages } = await again.get('message:changes', { conversationId: room, afterVersion: 0 });
    expect(messages).toEqual(acknowledged);
    await bobIsGone(15_000);
    expect(performance.now() - killed, 'too soon: one lost heartbeat is no death').toBeGreaterThan(3_000);
  });

  it('and started again under the same name shows its new people, not the old ones', async () => {
    const [, two] = pair.instances;
    await two.process.kill();
    await two.restart();
    await bobIsGone(15_000);
    await pair.connect(bob, 2);
    await onOne.hears('presence', (people) =>
      people.some(({ userId, state }) => userId === bob.id && state === 'online'),
    );
  });
});
