import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { type Random, seeded } from '../../../scripts/installation/random.ts';
import type { Socket } from '../../../server/doors/socketio/socket.ts';
import { logKinds } from '../../../server/log-kinds.ts';
import { logOfPerson } from '../../../server/me/index.ts';
import { ticketLog } from '../../../server/tickets/ticket-log.ts';
import { AccessWorld, type Client, conversation } from './access-world.ts';

const people = ['ada', 'bob', 'carl'];
const conversations = ['one', 'two', 'three', 'four'];
const steps = 120;

/** One thing that happens: a change of who may hear what, a reading that leads to a join, or something said. */
const step = (world: AccessWorld, random: Random, number: number) => {
  const userId = random.pick(people);
  const conversationId = random.pick(conversations);
  const client = random.pick(world.clients);
  const socket = world.sockets().length > 0 ? random.pick(world.sockets()) : undefined;
  const kind = random.below(20);
  if (kind < 3) world.add(userId, conversationId);
  else if (kind < 6) world.remove(userId, conversationId);
  else if (kind < 7) world.changeRole(userId, random.pick(['member', 'admin'] as const));
  else if (kind < 11) void client.sync();
  else if (kind < 12) socket?.conn.close();
  else if (kind < 14 && socket) pauseFor(random.below(30), world, socket);
  else world.probe(number, random.chance(0.2) ? ticketLog : conversationId);
};

/** A client that does not read for a while: it is taken out of its rooms, and let in again. */
const pauseFor = (span: number, world: AccessWorld, socket: Socket) => {
  if (world.paused.has(socket)) return;
  world.paused.add(socket);
  world.socketRooms.pause(socket);
  setTimeout(() => {
    world.paused.delete(socket);
    world.heardWhilePaused.push(...world.hears(socket));
    world.socketRooms.resume(socket);
  }, span);
};

it.each(Array.from({ length: 16 }, (_, index) => index + 1))(
  'whoever was removed hears nothing more, whatever was being read meanwhile, and everybody else hears all (seed %i)',
  async (seed) => {
    const random = seeded(seed);
    const world = new AccessWorld(random);
    await world.start();
    try {
      for (const userId of [...people, ...people]) world.connect(userId);
      await world.quiet();
      for (let number = 0; number < steps; number += 1) {
        step(world, random, number);
        if (random.chance(0.4)) await delay(random.below(4));
      }
      await delay(30);
      await world.quiet();
      expect(world.heardWhilePaused, 'rooms joined while a client did not read').toEqual([]);
      expect(world.ghosts(), 'rooms with a socket that has gone').toEqual([]);
      expect(world.leaks(), 'heard after the removal was acted on').toEqual([]);
      for (const socket of world.sockets()) {
        const { me } = socket.data.identity;
        expect(world.hears(socket), `what ${me.id} hears`).toEqual(world.mayHear(me.id));
        expect(socket.rooms.has(logKinds.roomOf(ticketLog)), `whether ${me.id} hears the feed`).toBe(
          world.roles.get(me.id) === 'admin',
        );
        const ownRooms = people.filter((id) => socket.rooms.has(logKinds.roomOf(logOfPerson(id))));
        expect(ownRooms, `whose own things ${me.id} hears of`).toEqual([me.id]);
      }
      for (const { userId, believes } of world.clients)
        expect([...believes].sort(), `what ${userId}'s client believes`).toEqual(world.mayHear(userId));
      const heardBySomebody = new Set(world.sockets().flatMap((socket) => world.hears(socket)));
      for (const { data } of world.sockets()) heardBySomebody.add(logOfPerson(data.identity.me.id));
      if ([...world.roles.values()].includes('admin')) heardBySomebody.add(ticketLog);
      expect(world.followed, 'the logs that are followed').toEqual(heardBySomebody);
    } finally {
      await world.stop();
    }
  },
);

describe('what was read before a change, and comes after it', () => {
  const inWorld = async (work: (world: AccessWorld) => Promise<void>) => {
    const world = new AccessWorld(seeded(1));
    await world.start();
    await work(world).finally(() => world.stop());
  };
  const connectOne = async (world: AccessWorld) => {
    const client = world.connect('ada');
    await world.quiet();
    const [socket] = world.sockets();
    if (socket === undefined) throw new Error('nobody is connected');
    return { client, socket };
  };
  const ways: [string, (client: Client, world: AccessWorld, socket: Socket) => unknown][] = [
    ['a sync', (client) => void client.sync()],
    [
      'a slow client that was let in again',
      (_client, world, socket) => {
        world.socketRooms.pause(socket);
        world.socketRooms.resume(socket);
      },
    ],
  ];

  it.each(ways)('does not take %s back into a conversation', async (_, begin) =>
    inWorld(async (world) => {
      world.add('ada', 'one');
      const { client, socket } = await connectOne(world);
      expect(world.hears(socket)).toEqual(['one']);
      const release = await world.holdReadsOf(() => begin(client, world, socket));
      world.remove('ada', 'one');
      await world.reported();
      release();
      await world.quiet();
      expect(world.hears(socket)).toEqual([]);
      expect(client.believes, 'what the client was told last').toEqual(new Set());
    }),
  );

  it.each(ways)('does not take %s out of a conversation', async (_, begin) =>
    inWorld(async (world) => {
      const { client, socket } = await connectOne(world);
      const release = await world.holdReadsOf(() => begin(client, world, socket));
      world.add('ada', 'one');
      await world.reported();
      release();
      await world.quiet();
      expect(world.hears(socket)).toEqual(['one']);
      expect(client.believes, 'what the client was told last').toEqual(new Set(['one']));
    }),
  );

  it('a client that does not read is told nothing of its own, and stays in the room by which its person is found', async () =>
    inWorld(async (world) => {
      const { socket } = await connectOne(world);
      const own = logKinds.roomOf(logOfPerson('ada'));
      expect([...socket.rooms]).toEqual(expect.arrayContaining(['ada', own]));
      world.socketRooms.pause(socket);
      expect([socket.rooms.has('ada'), socket.rooms.has(own)]).toEqual([true, false]);
      world.socketRooms.resume(socket);
      await world.quiet();
      expect(socket.rooms.has(own)).toBe(true);
    }));

  it('does not let a handshake into the feed', async () =>
    inWorld(async (world) => {
      world.changeRole('ada', 'admin');
      await world.reported();
      const feedSockets: boolean[] = [];
      world.onEnter = (socket) => feedSockets.push(socket.rooms.has(logKinds.roomOf(ticketLog)));
      const release = await world.holdReadsOf(() => world.connect('ada'));
      world.changeRole('ada', 'member');
      await world.reported();
      release();
      await world.quiet();
      expect(feedSockets, 'whether each connection heard the feed when it was let in').not.toContain(true);
      expect(world.sockets().map((socket) => socket.data.identity.me.role)).toEqual(['member']);
    }));

  it('neither takes a socket out of a conversation nor lets it in, at the door itself', async () =>
    inWorld(async (world) => {
      const { socket } = await connectOne(world);
      const beforeJoining = world.socketRooms.now();
      world.add('ada', 'one');
      await world.reported();
      expect(world.socketRooms.hide(socket, beforeJoining, 'one'), 'whether the client may be told').toBe(false);
      expect(world.hears(socket)).toEqual(['one']);

      const beforeLeaving = world.socketRooms.now();
      expect(world.socketRooms.hide(socket, beforeLeaving, 'another'), 'what nobody reported on').toBe(true);
      world.remove('ada', 'one');
      await world.reported();
      expect(world.socketRooms.show(socket, beforeLeaving, conversation('one'))).toBe(false);
      expect(world.hears(socket)).toEqual([]);
    }));
});
