import type { Instance } from '../../../scripts/installation/instances.ts';
import type { ChatPage } from '../pages/chat-page.ts';
import { type Colleague, colleague } from '../people.ts';
import { servingInstance } from '../sockets.ts';
import { type SparePair, startSparePair } from '../spare-instances.ts';
import { test as base, expect, type VisitOptions, type Visitor } from '../visitors.ts';

const test = base.extend<object, { pair: SparePair }>({
  pair: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from this pattern that nothing is needed
    async ({}, use) => {
      const pair = await startSparePair();
      await use(pair);
      await pair.stop();
    },
    { scope: 'worker' },
  ],
});
// Both break the same pair.
test.describe.configure({ mode: 'default' });

type Talk = { lin: Colleague; bo: Colleague; ofLin: Instance; ofBo: Instance };

/** Bo is somewhere behind the load balancer, Lin at the other instance's own address; they are talking. */
const talk = async (visit: (options: VisitOptions) => Promise<Visitor>, pair: SparePair): Promise<Talk> => {
  for (const instance of pair.instances) if (!instance.process.alive) await instance.restart();
  const bo = await colleague(visit, 'Bo', { url: pair.url });
  const servingBo = await servingInstance(bo.at.sockets);
  const ofBo = pair.instances.find(({ id }) => id === servingBo);
  const ofLin = pair.instances.find(({ id }) => id !== servingBo);
  if (!ofBo || !ofLin) throw new Error('Bo is served by no instance of the pair');
  const lin = await colleague(visit, 'Lin', { url: ofLin.url });
  expect(await servingInstance(lin.at.sockets)).toBe(ofLin.id);
  await lin.chat.writeTo(bo.account.name);
  await lin.chat.send(bo.account.name, 'before');
  await bo.chat.open(lin.account.name);
  await expect(bo.chat.messages).toContainText(['before']);
  for (const { at } of [lin, bo]) await at.page.evaluate(() => Object.assign(window, { notReloaded: true }));
  return { lin, bo, ofLin, ofBo };
};

const history = (chat: ChatPage) =>
  chat.messages.evaluateAll((rows) =>
    rows.map((row) => [row.getAttribute('data-seq'), row.querySelector('.text-message')?.textContent]),
  );

const expectSame = async ({ lin, bo }: Talk, texts: string[]): Promise<void> => {
  for (const { at, chat } of [lin, bo]) {
    await expect(chat.pending).toHaveCount(0);
    await expect(chat.messages).toHaveCount(texts.length);
    for (const text of texts) await expect(chat.message(text)).toHaveCount(1);
    expect(await at.page.evaluate(() => 'notReloaded' in window)).toBe(true);
  }
  expect(await history(bo.chat)).toEqual(await history(lin.chat));
};

test('an instance dies, and who was on it goes on elsewhere and has missed nothing, without a reload', async ({
  visit,
  pair,
}) => {
  const people = await talk(visit, pair);
  const { lin, bo, ofLin, ofBo } = people;
  await ofBo.process.kill();
  await bo.chat.send(lin.account.name, 'written into the gap');
  for (const text of ['missed one', 'missed two']) await lin.chat.send(bo.account.name, text);
  await expect.poll(() => bo.at.sockets.servedBy()).toBe(ofLin.id);
  await expectSame(people, ['before', 'written into the gap', 'missed one', 'missed two']);
});

test('who has nowhere else to go sees that the connection is lost, and is complete when the instance is back', async ({
  visit,
  pair,
}) => {
  const people = await talk(visit, pair);
  const { lin, bo, ofLin } = people;
  await ofLin.process.kill();
  await bo.chat.send(lin.account.name, 'missed');
  await expect(lin.at.page.getByRole('button', { name: lin.at.t('connection.tryNow') })).toBeVisible();
  await lin.chat.send(bo.account.name, 'waits for the instance');
  await expect(lin.chat.pending).toHaveCount(1);
  await ofLin.restart();
  // Some seconds between two attempts of the client, and what the browser itself adds after failures.
  await expect.poll(() => lin.at.sockets.servedBy(), { timeout: 30_000 }).toBe(ofLin.id);
  await expectSame(people, ['before', 'missed', 'waits for the instance']);
});
