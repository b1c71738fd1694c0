import { expect, test } from 'vitest';
import { timing } from '../../../protocol/index.ts';
import { FakeServer } from './fake-server.ts';
import { idOf, personOf } from './ids.ts';
import { type Page, settled, World } from './world.ts';

const room = idOf(4, 1);
const ann = personOf(1);
const ben = personOf(2);
const cat = personOf(3);

const online = async () => {
  const server = new FakeServer();
  server.addConversation(room);
  server.people = [ann, ben, cat];
  const world = new World(server);
  const page = world.openPage(ann);
  await world.quiet();
  return { world, page };
};

const asked = (page: Page, event: string) =>
  page.toServer.filter((request) => request.event === event).map(({ payload }) => payload);
const state = (page: Page) => page.client.store.getState();

test('names that many rows need are asked for together, and once', async () => {
  const { world, page } = await online();
  page.client.needPeople([ben.id]);
  page.client.needPeople([cat.id, ben.id, ann.id]);
  world.clock.next();
  expect(asked(page, 'people:list')).toMatchObject([{ ids: [ben.id, cat.id] }]);
  await world.quiet();
  expect(state(page).people[cat.id]?.name).toBe(cat.name);
  page.client.needPeople([ben.id]);
  expect(world.clock.next()).toBe(false);
});

test('who does not exist is asked for once', async () => {
  const { world, page } = await online();
  page.client.needPeople([idOf(1, 99)]);
  await world.quiet();
  page.client.needPeople([idOf(1, 99)]);
  expect(world.clock.next()).toBe(false);
  expect(page.toServer).toEqual([]);
  expect(state(page).gonePeople).toEqual({ [idOf(1, 99)]: true });
});

test('names that were asked for on a lost connection are asked for on the next', async () => {
  const { world, page } = await online();
  page.client.needPeople([ben.id]);
  world.clock.next();
  page.cut();
  page.late = [];
  await world.quiet();
  expect(state(page).people[ben.id]?.name).toBe(ben.name);
});

test('a new name is seen wherever the old one was, and who is not shown is not kept', async () => {
  const { world, page } = await online();
  page.client.needPeople([ben.id]);
  await world.quiet();
  page.receive({ name: 'person', payload: { ...ben, name: 'Benedict' } });
  page.receive({ name: 'person', payload: { ...cat, name: 'Catherine' } });
  page.receive({ name: 'person', payload: { ...ann, name: 'Anna' } });
  await world.quiet();
  expect(state(page).people[ben.id]?.name).toBe('Benedict');
  expect(state(page).people[cat.id]).toBeUndefined();
  expect([state(page).me.name, state(page).people[ann.id]?.name]).toEqual(['Anna', 'Anna']);
});

test('presence is watched for all parts of a page together, until the last of them is gone', async () => {
  const { world, page } = await online();
  const endOne = page.client.watchPresence([ben.id]);
  const endTwo = page.client.watchPresence([ben.id, cat.id]);
  world.clock.next();
  expect(asked(page, 'presence:watch')).toEqual([{ userIds: [ben.id, cat.id] }]);
  await world.quiet();
  expect(state(page).presence).toEqual({ [ben.id]: 'online', [cat.id]: 'online' });
  endTwo();
  endTwo();
  world.clock.next();
  expect(asked(page, 'presence:watch')).toEqual([{ userIds: [ben.id] }]);
  endOne();
  expect(state(page).watched).toEqual([]);
});

test('without a connection nobody is known to be there; a short break is nobody’s business', async () => {
  const { world, page } = await online();
  page.client.watchPresence([ben.id]);
  await world.quiet();
  page.cut();
  expect(state(page).presence).toEqual({ [ben.id]: 'online' });
  await world.quiet();
  world.clock.run(10_000);
  expect(state(page).presence, 'a connection that came back in time').toEqual({ [ben.id]: 'online' });
  page.cut();
  world.clock.run(2_000);
  expect(state(page).presence).toEqual({});
  await world.quiet();
  expect(state(page).presence).toEqual({ [ben.id]: 'online' });
});

test('the people of a conversation are asked for before its messages, so that these do not come without names', async () => {
  const { world, page } = await online();
  world.server.memberIds = [ben.id, cat.id];
  page.cut();
  await world.quiet();
  void page.client.openConversation(room);
  await settled();
  expect(page.toServer.map(({ event }) => event)).toEqual(['people:list', 'message:history']);
  expect(asked(page, 'people:list')).toMatchObject([{ ids: [ben.id, cat.id] }]);
});

test('somebody who came while it was asked who is there is there, although the answer is older', async () => {
  const { world, page } = await online();
  world.server.presence = 'offline';
  page.client.watchPresence([ben.id, cat.id]);
  world.clock.next();
  page.receive({ name: 'presence', payload: [{ userId: ben.id, state: 'online' }] });
  await world.quiet();
  expect(state(page).presence).toEqual({ [ben.id]: 'online', [cat.id]: 'offline' });
  page.cut();
  await world.quiet();
  expect(state(page).presence, 'what was heard before is over').toEqual({ [ben.id]: 'offline', [cat.id]: 'offline' });
});

test('presence is watched again after a new connection', async () => {
  const { world, page } = await online();
  page.client.watchPresence([ben.id]);
  await world.quiet();
  page.cut();
  world.server.presence = 'away';
  await world.quiet();
  expect(state(page).presence).toEqual({ [ben.id]: 'away' });
});

test('a typing mark is gone after five seconds, when it is taken back, and when the message is there', async () => {
  const { world, page } = await online();
  const types = (userId: string, typing: boolean) => {
    page.receive({ name: 'typing', payload: { conversationId: room, userId, typing } });
    page.toClient.shift()?.deliver();
  };
  const typing = () => Object.keys(state(page).typing[room] ?? {});
  types(ann.id, true);
  expect(typing()).toEqual([]);
  types(ben.id, true);
  world.clock.time += timing.typing / 2;
  types(cat.id, true);
  expect(typing()).toEqual([ben.id, cat.id]);
  world.clock.time += timing.typing / 2;
  world.clock.next();
  expect(typing()).toEqual([cat.id]);
  types(cat.id, false);
  expect(typing()).toEqual([]);
  types(ben.id, true);
  world.server.append(room, ben.id, idOf(5, 1), 'there it is');
  world.publish(room);
  page.toClient.shift()?.deliver();
  expect(typing()).toEqual([]);
});

test('the others are told of typing now and then, and when it ends', async () => {
  const { world, page } = await online();
  const told = () => asked(page, 'typing').map((payload) => (payload as { typing: boolean }).typing);
  for (let key = 0; key < 10; key += 1) page.client.typing(room);
  expect(told()).toEqual([true]);
  world.clock.time += timing.typing / 2;
  page.client.typing(room);
  expect(told()).toEqual([true, true]);
  world.clock.next();
  expect(told()).toEqual([true, true, false]);
});

test('a request before the connection waits for it; without one it is refused, for now', async () => {
  const { world } = await online();
  const page = world.openPage(ben);
  const early = page.client.request('people:list', { ids: [cat.id] });
  await world.quiet();
  expect(await early).toMatchObject({ ok: true, data: { people: [{ id: cat.id }] } });
  page.client.stop();
  const late = page.client.request('people:list', { ids: [cat.id] });
  await settled();
  world.clock.next();
  expect(await late).toMatchObject({ ok: false, error: { code: 'unavailable' } });
});

test('what somebody said whose account is deleted is of a deleted account at once, where they were shown', async () => {
  const { world, page } = await online();
  page.client.needPeople([ben.id]);
  await world.quiet();
  page.receive({ name: 'person:deleted', payload: { userId: ben.id } });
  page.receive({ name: 'person:deleted', payload: { userId: cat.id } });
  await world.quiet();
  expect(state(page).people[ben.id]).toBeUndefined();
  expect(state(page).gonePeople).toEqual({ [ben.id]: true });
  page.client.needPeople([ben.id]);
  expect(world.clock.next(), 'nobody asks for somebody who is gone').toBe(false);
});
