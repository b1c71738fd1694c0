import { randomUUID } from 'node:crypto';
import { installation } from '../installation.ts';
import { ChatPage } from '../pages/chat-page.ts';
import { twoColleagues } from '../people.ts';
import { expect, test } from '../visitors.ts';

test('an admin who is not in a room archives it, takes that back, and gives it to another member, while both of its people are in it', async ({
  visit,
}) => {
  const [lin, bo] = await twoColleagues(visit);
  const name = `plans ${randomUUID().slice(0, 8)}`;
  await lin.chat.createRoom(name, 'private', [bo.account.name]);
  await lin.chat.send(name, 'What shall we build?');
  await bo.chat.open(name);

  const [account] = installation().admins;
  const { page, t } = await visit({ account, entrance: 'instance-3', path: '/admin/rooms' });
  await page.getByRole('searchbox', { name: t('rooms.find') }).fill(name);
  const row = page.getByRole('list', { name: t('rooms.title') }).getByRole('listitem');
  await expect(row).toHaveCount(1);
  await expect(row).toContainText(t('rooms.ownedBy', { name: lin.account.name }));
  const choose = async (entry: 'archive' | 'giveOwner') => {
    await row.getByRole('button', { name: t('rooms.more', { name }) }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: t(`rooms.${entry}`) }).click();
  };
  await choose('archive');
  await expect(row.getByText(t('rooms.archived'), { exact: true })).toBeVisible();
  for (const { at } of [lin, bo]) await expect(at.page.getByText(at.t('chat.archived'))).toBeVisible();
  await page.getByRole('button', { name: t('rooms.undo'), exact: true }).click();
  await expect(row.getByText(t('rooms.archived'), { exact: true })).toHaveCount(0);
  await expect(new ChatPage(bo.at).composer(name)).toBeVisible();

  await choose('giveOwner');
  const dialog = page.getByRole('dialog', { name: t('rooms.giveTitle', { name }) });
  await dialog.getByRole('combobox').fill(bo.account.name);
  await dialog.getByRole('option', { name: bo.account.name }).click();
  await expect(row).toContainText(t('rooms.ownedBy', { name: bo.account.name }));
  const details = await bo.chat.details();
  await expect(details.getByRole('button', { name: bo.at.t('details.edit'), exact: true })).toBeVisible();
  // What is written in it is not for whoever looks after it.
  await page.goto(new URL('/chat', page.url()).href);
  await expect(new ChatPage({ ...lin.at, page, t }).entry(name)).toHaveCount(0);
});
