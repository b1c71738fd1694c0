import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { PresenceState } from '../../../protocol/index.ts';
import type { Bus, Handler } from '../../../server/engine/bus/bus.ts';
import { Presence } from '../../../server/engine/presence/presence.ts';
import { collectLog } from '../../support/log-lines.ts';

/** Promise P7: ghosts are gone within 15 s. */
const ghosts = 15_000;

const idOf = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
const [ada, bob, carl] = [idOf(1), idOf(2), idOf(3)];
const people = [ada, bob, carl];

type Parcel = { from: number; to: number; message: string };
type Instance = {
  presence: Presence;
  alive: boolean;
  /** socket → whose it is, and whether nobody is at it */
  sockets: Map<string, { userId: string; resting: boolean }>;
  /** What its own sockets were told, in order. */
  told: { userId: string; state: PresenceState }[];
};

/** Instances on a bus that loses and delays what it is told to. */
const createCluster = (size: number) => {
  const parcels: Parcel[] = [];
  const handlers = new Map<number, Handler>();
  const listeners: ((healthy: boolean) => void)[] = [];
  const cluster = { instances: [] as Instance[], parcels, healthy: true, deliver, setHealthy, kill };

  function deliver(at = 0) {
    const [parcel] = parcels.splice(at, 1);
    if (parcel && cluster.instances[parcel.to]?.alive) handlers.get(parcel.to)?.(parcel.message);
  }
  function setHealthy(healthy: boolean) {
    if (healthy === cluster.healthy) return;
    cluster.healthy = healthy;
    for (const listener of listeners) listener(healthy);
  }
  function kill(number: number) {
    const instance = cluster.instances[number];
    if (instance) instance.alive = false;
  }

  const busOf = (number: number): Bus => ({
    publish: (_channel, message) => {
      if (!cluster.instances[number]?.alive || !cluster.healthy) return;
      for (let to = 0; to < size; to += 1) if (to !== number) parcels.push({ from: number, to, message });
    },
    subscribe: (_channel, handler) => void handlers.set(number, handler),
    isHealthy: () => cluster.healthy,
    survey: () => ({ state: 'none', latency: null, bytes: null }),
    onHealth: (listener) => void listeners.push(listener),
    start: async () => {},
    stop: async () => {},
  });

  const { log } = collectLog();
  for (let number = 0; number < size; number += 1) {
    const told: Instance['told'] = [];
    const onChange = (userId: string, state: PresenceState) => void told.push({ userId, state });
    const presence = new Presence({ bus: busOf(number), log, onChange });
    cluster.instances.push({ presence, alive: true, sockets: new Map(), told });
  }
  for (const { presence } of cluster.instances) presence.start();
  return cluster;
};
type Cluster = ReturnType<typeof createCluster>;

const arrive = (cluster: Cluster, number: number, userId: string, socket: string) => {
  const instance = cluster.instances[number];
  if (!instance?.alive || instance.sockets.has(socket)) return;
  instance.sockets.set(socket, { userId, resting: false });
  instance.presence.arrive(userId);
};

const leave = (cluster: Cluster, number: number, userId: string, socket: string) => {
  const instance = cluster.instances[number];
  const resting = instance?.sockets.get(socket)?.resting;
  if (instance?.alive && instance.sockets.delete(socket)) instance.presence.leave(userId, resting);
};

const rest = (cluster: Cluster, number: number, socket: string, resting: boolean) => {
  const instance = cluster.instances[number];
  const known = instance?.sockets.get(socket);
  if (!instance?.alive || !known || known.resting === resting) return;
  known.resting = resting;
  instance.presence.rest(known.userId, resting);
};

/** Lets time pass while the bus carries everything at once. */
const pass = (cluster: Cluster, ms: number) => {
  for (let passed = 0; passed <= ms; passed += 500) {
    while (cluster.parcels.length > 0) cluster.deliver();
    vi.advanceTimersByTime(500);
  }
};

const truth = (cluster: Cluster, userId: string): PresenceState => {
  const here = cluster.instances.filter(({ alive }) => alive).flatMap(({ sockets }) => [...sockets.values()]);
  const own = here.filter((socket) => socket.userId === userId);
  if (own.length === 0) return 'offline';
  return own.every(({ resting }) => resting) ? 'away' : 'online';
};

const expectTruth = (cluster: Cluster) => {
  for (const [number, { alive, presence, told }] of cluster.instances.entries())
    for (const userId of alive ? people : []) {
      expect([number, userId, presence.state(userId)]).toEqual([number, userId, truth(cluster, userId)]);
      const changes = told.filter((change) => change.userId === userId).map(({ state }) => state);
      expect(changes.at(-1) ?? 'offline', `what instance ${number} told of ${userId}`).toBe(truth(cluster, userId));
      for (const [index, state] of changes.entries()) expect(state).not.toBe(changes[index - 1] ?? 'offline');
    }
};

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('presence', () => {
  it('is known on every instance as soon as the bus carries it', () => {
    const cluster = createCluster(3);
    pass(cluster, 0);
    arrive(cluster, 0, ada, 'a1');
    while (cluster.parcels.length > 0) cluster.deliver();
    expectTruth(cluster);
  });

  it('is known at once, too, from an instance of a later version that has more words for it', () => {
    const cluster = createCluster(2);
    pass(cluster, 0);
    arrive(cluster, 0, ada, 'a1');
    for (const parcel of cluster.parcels) parcel.message = parcel.message.replace('"online"', '"busy"');
    while (cluster.parcels.length > 0) cluster.deliver();
    expectTruth(cluster);
  });

  it('lasts as long as any connection of the person, on any instance', () => {
    const cluster = createCluster(2);
    for (const [socket, number] of [0, 0, 1].entries()) arrive(cluster, number, ada, `a${socket}`);
    pass(cluster, 1_000);
    for (const socket of ['a0', 'a1']) leave(cluster, 0, ada, socket);
    pass(cluster, 1_000);
    expect(cluster.instances.map(({ presence }) => presence.state(ada))).toEqual(['online', 'online']);
    leave(cluster, 1, ada, 'a2');
    pass(cluster, 1_000);
    expect(cluster.instances.map(({ presence }) => presence.state(ada))).toEqual(['offline', 'offline']);
    expectTruth(cluster);
  });

  it('is away when nobody is at any of the connections, on any instance, and online again with the first', () => {
    const cluster = createCluster(2);
    arrive(cluster, 0, ada, 'a1');
    arrive(cluster, 1, ada, 'a2');
    pass(cluster, 1_000);
    const states = () => cluster.instances.map(({ presence }) => presence.state(ada));
    rest(cluster, 0, 'a1', true);
    pass(cluster, 1_000);
    expect(states()).toEqual(['online', 'online']);
    rest(cluster, 1, 'a2', true);
    pass(cluster, 1_000);
    expect(states()).toEqual(['away', 'away']);
    expectTruth(cluster);
    leave(cluster, 0, ada, 'a1');
    pass(cluster, 1_000);
    expect(states()).toEqual(['away', 'away']);
    rest(cluster, 1, 'a2', false);
    pass(cluster, 1_000);
    expect(states()).toEqual(['online', 'online']);
    expectTruth(cluster);
  });

  it('is not away because a connection ended that nobody was at', () => {
    const cluster = createCluster(2);
    for (const socket of ['b1', 'b2']) arrive(cluster, 0, bob, socket);
    rest(cluster, 0, 'b1', true);
    leave(cluster, 0, bob, 'b1');
    pass(cluster, 1_000);
    expect(cluster.instances.map(({ presence }) => presence.state(bob))).toEqual(['online', 'online']);
    rest(cluster, 0, 'b2', true);
    pass(cluster, 1_000);
    expectTruth(cluster);
  });

  it('is known to be away also where it was missed that they are', () => {
    const cluster = createCluster(2);
    arrive(cluster, 0, ada, 'a1');
    pass(cluster, 1_000);
    rest(cluster, 0, 'a1', true);
    cluster.parcels.length = 0;
    pass(cluster, 5_000);
    expect(cluster.instances.map(({ presence }) => presence.state(ada))).toEqual(['away', 'away']);
    expectTruth(cluster);
  });

  it('of a thousand people who come at once is told in two messages', () => {
    const cluster = createCluster(2);
    pass(cluster, 1_000);
    for (let number = 0; number < 1_000; number += 1) arrive(cluster, 0, idOf(number), `socket ${number}`);
    vi.advanceTimersByTime(100);
    expect(cluster.parcels.map(({ message }) => JSON.parse(message).kind)).toEqual(['diff', 'diff']);
    while (cluster.parcels.length > 0) cluster.deliver();
    expect(cluster.instances[1]?.told).toHaveLength(1_000);
  });

  it('of an instance that stops is over at once', () => {
    const cluster = createCluster(2);
    arrive(cluster, 1, bob, 'b1');
    pass(cluster, 1_000);
    cluster.instances[1]?.presence.stop();
    while (cluster.parcels.length > 0) cluster.deliver();
    expect(cluster.instances[0]?.presence.state(bob)).toBe('offline');
  });

  it('of an instance that dies is over within 15 s, and not after one lost heartbeat', () => {
    const cluster = createCluster(2);
    arrive(cluster, 1, bob, 'b1');
    pass(cluster, 10_000);
    cluster.kill(1);
    pass(cluster, 4_000);
    expect(cluster.instances[0]?.presence.state(bob), 'after 4 s').toBe('online');
    pass(cluster, ghosts - 4_000);
    expect(cluster.instances[0]?.presence.state(bob), 'after 15 s').toBe('offline');
  });

  it('is not declared over while the bus is away, and is right again soon after it is back', () => {
    const cluster = createCluster(2);
    arrive(cluster, 1, bob, 'b1');
    pass(cluster, 1_000);
    cluster.setHealthy(false);
    arrive(cluster, 1, carl, 'c1');
    pass(cluster, 60_000);
    expect(cluster.instances[0]?.presence.state(bob)).toBe('online');
    cluster.setHealthy(true);
    pass(cluster, 500);
    expectTruth(cluster);
    expect(cluster.instances[0]?.told).toEqual([
      { userId: bob, state: 'online' },
      { userId: carl, state: 'online' },
    ]);
  });
});

/** What instances say in a span, by kind; each message counts once, however many hear it. */
const said = (cluster: Cluster, ms: number): Record<string, number> => {
  const kinds: Record<string, number> = {};
  for (let passed = 0; passed < ms; passed += 10) {
    for (let next = cluster.parcels[0]; next; next = cluster.parcels[0]) {
      const kind: string = JSON.parse(next.message).kind;
      if (next.to === (next.from === 0 ? 1 : 0)) kinds[kind] = (kinds[kind] ?? 0) + 1;
      cluster.deliver();
    }
    vi.advanceTimersByTime(10);
  }
  return kinds;
};

describe('an instance that has stopped', () => {
  it('says nothing more, whoever asks and whoever leaves it later', () => {
    const cluster = createCluster(3);
    arrive(cluster, 1, bob, 'b1');
    arrive(cluster, 1, carl, 'c1');
    pass(cluster, 1_000);
    cluster.instances[1]?.presence.stop();
    leave(cluster, 1, bob, 'b1');
    cluster.setHealthy(false);
    cluster.setHealthy(true);
    pass(cluster, 1_000);
    for (const number of [0, 2])
      for (const userId of [bob, carl])
        expect([number, cluster.instances[number]?.presence.state(userId)]).toEqual([number, 'offline']);
    vi.advanceTimersByTime(20_000);
    expect(cluster.parcels.filter(({ from }) => from === 1)).toEqual([]);
  });
});

describe('when something was missed', () => {
  it('on a bus that was away: each instance tells everything once, not once for each that asks', () => {
    const cluster = createCluster(6);
    for (let number = 0; number < 6; number += 1) arrive(cluster, number, idOf(number), `socket ${number}`);
    pass(cluster, 10_000);
    cluster.setHealthy(false);
    cluster.setHealthy(true);
    expect(said(cluster, 1_000)).toMatchObject({ tell: 6, all: 6 });
  });

  it('of one instance: only that one is asked, by all, and answers all with one message', () => {
    const cluster = createCluster(6);
    pass(cluster, 10_000);
    arrive(cluster, 3, ada, 'a1');
    cluster.parcels.length = 0;
    arrive(cluster, 3, bob, 'b1');
    const { all, tell } = said(cluster, 1_000);
    expect({ all, tell }).toEqual({ all: 1, tell: 5 });
    for (const { presence } of cluster.instances)
      expect([presence.state(ada), presence.state(bob)]).toEqual(['online', 'online']);
  });
});

describe('a cluster at rest', () => {
  it('says nothing but that it is alive', () => {
    const cluster = createCluster(3);
    arrive(cluster, 0, ada, 'a1');
    pass(cluster, 10_000);
    const kinds: string[] = [];
    for (let second = 0; second < 30; second += 1) {
      vi.advanceTimersByTime(1_000);
      while (cluster.parcels[0] !== undefined) {
        kinds.push(JSON.parse(cluster.parcels[0].message).kind);
        cluster.deliver();
      }
    }
    expect(new Set(kinds)).toEqual(new Set(['alive']));
  });
});

type Step =
  | { kind: 'arrive' | 'leave'; number: number; userId: string; socket: number }
  | { kind: 'rest'; number: number; userId: string; socket: number; resting: boolean }
  | { kind: 'deliver' | 'lose'; at: number }
  | { kind: 'wait'; ms: number }
  | { kind: 'health'; healthy: boolean }
  | { kind: 'kill' };

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constantFrom('arrive' as const, 'leave' as const),
      number: fc.nat(2),
      userId: fc.constantFrom(...people),
      socket: fc.nat(1),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('rest' as const),
      number: fc.nat(2),
      userId: fc.constantFrom(...people),
      socket: fc.nat(1),
      resting: fc.boolean(),
    }),
  },
  { weight: 6, arbitrary: fc.record({ kind: fc.constantFrom('deliver' as const, 'lose' as const), at: fc.nat(5) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('wait' as const), ms: fc.nat(6_000) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('health' as const), healthy: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('kill' as const) }) },
);

const act = (cluster: Cluster, step: Step) => {
  if (step.kind === 'arrive' || step.kind === 'leave') {
    const change = step.kind === 'arrive' ? arrive : leave;
    change(cluster, step.number, step.userId, `${step.number}/${step.userId}/${step.socket}`);
  } else if (step.kind === 'rest')
    rest(cluster, step.number, `${step.number}/${step.userId}/${step.socket}`, step.resting);
  else if (step.kind === 'deliver') cluster.deliver(Math.min(step.at, cluster.parcels.length - 1));
  else if (step.kind === 'lose') cluster.parcels.splice(Math.min(step.at, cluster.parcels.length - 1), 1);
  else if (step.kind === 'wait') vi.advanceTimersByTime(step.ms);
  else if (step.kind === 'health') cluster.setHealthy(step.healthy);
  else cluster.kill(2);
};

describe('whatever the bus loses, delays and mixes up, and whoever dies', () => {
  it('every living instance knows who is there 15 s after it is over', () => {
    fc.assert(
      fc.property(fc.array(anyStep, { maxLength: 60 }), (steps) => {
        vi.clearAllTimers();
        const cluster = createCluster(3);
        pass(cluster, 4_000);
        for (const step of steps) act(cluster, step);
        cluster.setHealthy(true);
        pass(cluster, ghosts);
        expectTruth(cluster);
      }),
      { numRuns: 300 },
    );
  });
});
