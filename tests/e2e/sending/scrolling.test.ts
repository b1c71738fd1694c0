import type { Locator, Page } from '@playwright/test';
import { newcomer, signUp } from '../accounts.ts';
import { directHistory } from '../history.ts';
import { installation } from '../installation.ts';
import { colleague, colleagueOnWire } from '../people.ts';
import { expect, test } from '../visitors.ts';

const bodies = Array.from({ length: 260 }, (_, place) =>
  place % 7 === 0 ? `message ${place + 1}\nwith a second line\nand a third` : `message ${place + 1}`,
);

/** Waits until a place is twice the same. */
const atRest = async (read: () => Promise<number>): Promise<number> => {
  let before = Number.NaN;
  await expect
    .poll(async () => {
      const [last, now] = [before, await read()];
      before = now;
      return last === now;
    })
    .toBe(true);
  return before;
};

/** Waits until nothing moves any more, and says where the element stands. */
const restingPlace = (element: Locator): Promise<number> =>
  atRest(async () => (await element.boundingBox())?.y ?? Number.NaN);

/** The first message that is wholly in sight. */
const firstInSight = async (page: Page, scroller: Locator): Promise<Locator> => {
  const seq = await scroller.evaluate((element) => {
    const top = element.getBoundingClientRect().top;
    const inSight = [...element.querySelectorAll('article')].find((row) => row.getBoundingClientRect().top >= top);
    return inSight?.dataset.seq ?? '';
  });
  return page.locator(`article[data-seq="${seq}"]`);
};

test('older messages load above without moving what is read by a pixel', async ({ visit }) => {
  const bo = await signUp(installation().url, newcomer('Bo'));
  const lin = await colleagueOnWire(visit, 'Lin', { entrance: 'instance-1' });
  await directHistory(bo, lin.account, { bodies });
  await lin.chat.open(bo.name);
  await expect(lin.chat.message('message 260')).toBeInViewport();
  const { scroller } = lin.chat;
  const height = () => scroller.evaluate((element) => element.scrollHeight);
  const asked = () => lin.at.sockets.sent('"message:history"').length;

  await scroller.hover();
  for (const page of [1, 2]) {
    const [release, before, heightBefore] = [lin.wire.hold('"hasOlder"'), asked(), await height()];
    await expect
      .poll(async () => {
        await lin.at.page.mouse.wheel(0, -700);
        return asked();
      })
      .toBeGreaterThan(before);
    // The wheel goes on for a while; what is in sight now may be far away then, and not drawn any more.
    await atRest(() => scroller.evaluate((element) => element.scrollTop));
    const message = await firstInSight(lin.at.page, scroller);
    const place = await restingPlace(message);
    release();
    await expect.poll(height).toBeGreaterThan(heightBefore);
    expect(await restingPlace(message), `after page ${page}`).toBe(place);
    expect(await lin.chat.messages.count()).toBeLessThan(200);
  }
});

test('away from the end nothing moves, and a pill counts what is new and leads there', async ({ visit }) => {
  const bo = await colleague(visit, 'Bo', { entrance: 'instance-2' });
  const lin = await colleague(visit, 'Lin', { entrance: 'instance-1' });
  await directHistory(bo.account, lin.account, { bodies: bodies.slice(0, 60) });
  await lin.chat.open(bo.account.name);
  await expect(lin.chat.message('message 60')).toBeInViewport();
  await bo.chat.open(lin.account.name);
  const readByLin = bo.at.t('chat.readBy', { names: lin.account.name });

  await bo.chat.send(lin.account.name, 'seen at the end');
  await expect(lin.chat.message('seen at the end')).toBeInViewport();
  await expect(bo.chat.messages.last().getByRole('img', { name: readByLin })).toBeVisible();
  await lin.chat.scroller.hover();
  await lin.at.page.mouse.wheel(0, -900);
  await expect(lin.chat.message('seen at the end')).not.toBeInViewport();
  const message = await firstInSight(lin.at.page, lin.chat.scroller);
  const place = await restingPlace(message);

  for (const text of ['below one', 'below two']) await bo.chat.send(lin.account.name, text);
  const pill = lin.at.page.getByRole('button', { name: lin.at.t('chat.newCount', { count: 2 }), exact: true });
  await expect(pill).toBeVisible();
  expect(await restingPlace(message)).toBe(place);
  await expect(lin.chat.unread(bo.account.name, 2)).toBeVisible();

  await pill.click();
  await expect(lin.chat.message('below two')).toBeInViewport();
  await expect(pill).toBeHidden();
  await expect(lin.chat.unread(bo.account.name, 2)).toBeHidden();
});

test('a conversation opens at the first unread message, and says where the new ones begin', async ({ visit }) => {
  const bo = await signUp(installation().url, newcomer('Bo'));
  const lin = await colleague(visit, 'Lin', { entrance: 'instance-1' });
  await directHistory(bo, lin.account, { bodies: bodies.slice(0, 120), read: 70 });
  await expect(lin.chat.unread(bo.name, 50)).toBeVisible();
  await lin.chat.open(bo.name);
  const line = lin.at.page.getByRole('heading', { name: lin.at.t('chat.new'), exact: true });
  await expect(line).toBeInViewport();
  await expect(lin.at.page.locator('article[data-seq="71"]')).toBeInViewport();
  await expect(lin.at.page.locator('article[data-seq="120"]')).not.toBeInViewport();
});

test('an answer to a message that is not loaded says what it answers, and leads there', async ({ visit }) => {
  const lin = await signUp(installation().url, newcomer('Lin'));
  const bo = await colleague(visit, 'Bo');
  const long = Array.from({ length: 130 }, (_, place) => `message ${place + 1}`);
  const id = await directHistory(lin, bo.account, { bodies: long, answers: true });
  await bo.at.open(`/chat/${id}`);
  await expect(bo.chat.message('message 130')).toBeVisible();
  await expect(bo.chat.message('message 1').filter({ hasText: /message 1$/ })).toHaveCount(0);
  await bo.at.page
    .getByRole('button', { name: bo.at.t('message.inReplyTo', { name: lin.name, text: 'message 1' }), exact: true })
    .click();
  await expect(bo.at.page.locator('article[data-seq="1"]')).toBeFocused();
  await expect(bo.at.page.locator('article[data-seq="1"]')).toBeInViewport();
});
