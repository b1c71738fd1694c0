import { colleague, colleagueOnWire } from '../people.ts';
import { expect, test } from '../visitors.ts';

test('a message stands there in the frame of the key press, waits visibly, and is then sent', async ({ visit }) => {
  const bo = await colleague(visit, 'Bo', { entrance: 'instance-2' });
  const lin = await colleagueOnWire(visit, 'Lin', { entrance: 'instance-1' });
  await lin.chat.writeTo(bo.account.name);
  await lin.chat.composer(bo.account.name).fill('quick as a key press');
  await lin.at.page.evaluate(() => {
    const appeared = new Promise<boolean>((resolve) => {
      const look = () => resolve(document.querySelector('article[data-state="pending"]') !== null);
      window.addEventListener('keydown', () => requestAnimationFrame(look), { capture: true, once: true });
    });
    Object.assign(window, { appeared });
  });
  const release = lin.wire.hold('quick as a key press');

  await lin.chat.composer(bo.account.name).press('Enter');
  expect(await lin.at.page.evaluate(() => Reflect.get(window, 'appeared'))).toBe(true);
  await expect(lin.chat.pending).toHaveCount(1);
  await expect(bo.chat.unread(lin.account.name, 1)).toBeVisible();
  await expect(lin.chat.pending).toHaveCount(1);
  release();
  await expect(lin.chat.pending).toHaveCount(0);
  await expect(lin.chat.messages).toHaveCount(1);
});

test('what is written offline survives a reload and is sent once, in order, when the connection is back', async ({
  visit,
}) => {
  const bo = await colleague(visit, 'Bo', { entrance: 'instance-2' });
  const lin = await colleagueOnWire(visit, 'Lin', { entrance: 'instance-1' });
  const name = bo.account.name;
  await lin.chat.writeTo(name);
  await lin.chat.send(name, 'zero');
  await bo.chat.open(lin.account.name);
  await expect(bo.chat.messages).toContainText(['zero']);

  await lin.at.context.setOffline(true);
  await expect(lin.at.page.getByText(lin.at.t('connection.offline'))).toBeVisible();
  for (const text of ['one', 'two', 'three']) await lin.chat.send(name, text);
  await expect(lin.chat.pending).toHaveCount(3);
  // A reload needs the pages, so these are back before the sockets are.
  lin.wire.refuse();
  await lin.at.context.setOffline(false);
  await lin.at.page.reload();
  await expect(lin.chat.pending).toHaveCount(3);
  await expect(lin.chat.pending).toContainText(['one', 'two', 'three']);
  await expect(bo.chat.messages).toHaveCount(1);

  lin.wire.allow();
  await expect(lin.chat.pending).toHaveCount(0);
  for (const { chat } of [lin, bo]) {
    await expect(chat.messages).toContainText(['zero', 'one', 'two', 'three']);
    await expect(chat.messages).toHaveCount(4);
  }
  await lin.at.page.reload();
  await expect(lin.chat.messages).toContainText(['zero', 'one', 'two', 'three']);
  await expect(lin.chat.messages).toHaveCount(4);
});

test('a message whose acknowledgement was lost is there once, for both', async ({ visit }) => {
  const bo = await colleague(visit, 'Bo', { entrance: 'instance-2' });
  const lin = await colleagueOnWire(visit, 'Lin', { entrance: 'instance-1' });
  await lin.chat.writeTo(bo.account.name);
  const lost = lin.wire.loseAnswerTo('twice or once?');
  await lin.chat.send(bo.account.name, 'twice or once?');
  await lost;
  await expect(lin.chat.pending).toHaveCount(0);
  // It is sent again, unless what the new connection is told of the room shows it before.
  await bo.chat.open(lin.account.name);
  await bo.chat.send(lin.account.name, 'once');
  for (const { chat } of [lin, bo]) {
    await expect(chat.messages).toContainText(['twice or once?', 'once']);
    await expect(chat.messages).toHaveCount(2);
  }
});
