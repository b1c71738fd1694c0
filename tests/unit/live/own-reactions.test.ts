import { expect, test } from 'vitest';
import { isMine } from '../../../app/_live/messages/own-reactions.ts';
import { FakeServer } from './fake-server.ts';
import { idOf, personOf } from './ids.ts';
import { type Page, settled, World } from './world.ts';

const room = idOf(4, 1);
const ann = personOf(1);
const ben = personOf(2);
const emoji = '👍';
const person = (n: number) => personOf(100 + n).id;
const crowd = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => person(from + n));

/** A message with reactions of one kind, by these people in this order, in front of Ann. */
const reacted = async (userIds: readonly string[]) => {
  const server = new FakeServer();
  server.addConversation(room);
  const message = server.append(room, ben.id, idOf(5, 0), 'agreed?');
  server.change(room, 1, { reactions: [{ emoji, userIds: [...userIds] }] });
  const world = new World(server);
  const page = world.openPage(ann);
  void page.client.openConversation(room);
  await world.quiet();
  return { world, server, page, message };
};
const reaction = (page: Page) => page.client.store.getState().logs[room]?.window?.messages[0]?.reactions[0];
const mine = (page: Page): boolean => {
  const shown = reaction(page);
  return shown !== undefined && isMine(shown, ann.id);
};

test("one's own reaction stays one's own when so many follow that it is not named any more", async () => {
  const { world, server, page, message } = await reacted([...crowd(0, 10), ann.id]);
  for (let n = 10; n < 120; n += 1) {
    server.react(person(n), message.id, emoji, true);
    if (n % 7 === 0) await world.quiet();
    expect(mine(page)).toBe(true);
  }
  await world.quiet();
  expect(reaction(page)).toMatchObject({ count: 121, mine: true });
  expect(reaction(page)?.userIds).not.toContain(ann.id);
});

test("a crowd to which one does not belong does not become one's own", async () => {
  const { world, server, page, message } = await reacted(crowd(0, 60));
  server.react(person(60), message.id, emoji, true);
  await world.quiet();
  expect(reaction(page)).toMatchObject({ count: 61, mine: false });
});

test("what one takes back is one's own no more, also when everybody was told first", async () => {
  const { world, server, page, message } = await reacted([ann.id, ...crowd(0, 60)]);
  expect(mine(page)).toBe(true);
  void page.client.request('message:react', { messageId: message.id, emoji, on: false });
  await settled();
  world.serve(page, 'done', 0);
  server.react(person(70), message.id, emoji, true);
  world.publish(room);
  const [answer, event] = [page.toClient.shift(), page.toClient.shift()];
  event?.deliver();
  answer?.deliver();
  await world.quiet();
  expect(reaction(page)).toMatchObject({ count: 61, mine: false });
});

test('what one took back on another device is seen by who stood before one and is named now', async () => {
  const { world, server, page, message } = await reacted([...crowd(0, 20), ann.id, ...crowd(20, 60)]);
  expect(mine(page)).toBe(true);
  server.react(ann.id, message.id, emoji, false);
  await world.quiet();
  expect(mine(page)).toBe(false);
});

test('a page that was away is told what is its own', async () => {
  const { world, server, page, message } = await reacted(crowd(0, 60));
  page.cut();
  server.react(ann.id, message.id, emoji, true);
  for (let n = 60; n < 120; n += 1) server.react(person(n), message.id, emoji, true);
  await world.quiet();
  expect(mine(page)).toBe(true);
});

test("what was taken back on another device while the page was away is not one's own when it is back", async () => {
  const { world, server, page, message } = await reacted([ann.id, ...crowd(0, 60)]);
  expect(mine(page)).toBe(true);
  page.cut();
  server.react(ann.id, message.id, emoji, false);
  await world.quiet();
  expect(mine(page)).toBe(false);
});
