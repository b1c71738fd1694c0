import type { ChatPage } from '../pages/chat-page.ts';
import { colleague } from '../people.ts';
import { servingInstance } from '../sockets.ts';
import { type SparePair, startSparePair } from '../spare-instances.ts';
import { test as base, expect } from '../visitors.ts';

const spare = base.extend<object, { pair: SparePair }>({
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

const history = (chat: ChatPage) =>
  chat.messages.evaluateAll((rows) =>
    rows.map((row) => [row.getAttribute('data-seq'), row.querySelector('.text-message')?.textContent]),
  );

spare(
  'an instance dies, and who was on it goes on elsewhere and has missed nothing, without a reload',
  async ({ visit, pair }) => {
    const bo = await colleague(visit, 'Bo', { url: pair.url });
    const servingBo = await servingInstance(bo.at.sockets);
    const doomed = pair.instances.find(({ id }) => id === servingBo);
    const survivor = pair.instances.find((instance) => instance !== doomed);
    if (!doomed || !survivor) throw new Error('Bo is served by no instance of the pair');
    const lin = await colleague(visit, 'Lin', { url: survivor.url });
    expect(await servingInstance(lin.at.sockets)).toBe(survivor.id);
    await lin.chat.writeTo(bo.account.name);
    await lin.chat.send(bo.account.name, 'before');
    await bo.chat.open(lin.account.name);
    await expect(bo.chat.messages).toContainText(['before']);
    for (const { at } of [lin, bo]) await at.page.evaluate(() => Object.assign(window, { notReloaded: true }));

    await doomed.process.kill();
    await bo.chat.send(lin.account.name, 'written into the gap');
    for (const text of ['missed one', 'missed two']) await lin.chat.send(bo.account.name, text);
    await expect.poll(() => bo.at.sockets.servedBy()).toBe(survivor.id);
    await expect(bo.chat.pending).toHaveCount(0);
    const texts = ['before', 'written into the gap', 'missed one', 'missed two'];
    for (const { chat } of [lin, bo]) {
      await expect(chat.messages).toHaveCount(texts.length);
      for (const text of texts) await expect(chat.message(text)).toHaveCount(1);
    }
    expect(await history(bo.chat)).toEqual(await history(lin.chat));

    await doomed.restart();
    await survivor.process.kill();
    await expect.poll(() => bo.at.sockets.servedBy()).toBe(doomed.id);
    await bo.chat.send(lin.account.name, 'back again');
    await expect(bo.chat.pending).toHaveCount(0);
    // Lin came to the survivor's own address, so she waits for it.
    await expect(lin.at.page.getByRole('button', { name: lin.at.t('connection.tryNow') })).toBeVisible();
    await survivor.restart();
    // At most 7.5 s between two attempts of the client, and what the browser itself adds after failures.
    await expect(lin.chat.messages.last()).toContainText('back again', { timeout: 30_000 });
    for (const { at, chat } of [lin, bo]) {
      await expect(chat.messages).toHaveCount(texts.length + 1);
      expect(await at.page.evaluate(() => 'notReloaded' in window)).toBe(true);
    }
  },
);
