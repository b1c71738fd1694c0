import { randomUUID } from 'node:crypto';
import { ChatPage } from '../pages/chat-page.ts';
import { twoColleagues } from '../people.ts';
import { expect, test } from '../visitors.ts';

test('a webhook that is made on the page posts into its room, as a bot, until it is deleted', async ({ visit }) => {
  const [lin, bo] = await twoColleagues(visit, 'en');
  const name = `builds ${randomUUID().slice(0, 8)}`;
  await lin.chat.createRoom(name, 'public');
  await bo.chat.join(name);

  const { page, t } = lin.at;
  await lin.at.open('/settings/programs#hooks');
  const hooks = page.getByRole('region', { name: t('programs.hooks') });
  await hooks.getByLabel(t('programs.hookName')).fill('Build bot');
  await hooks.getByRole('button', { name: t('programs.makeHook') }).click();
  await expect(hooks.getByRole('alert')).toHaveText(t('programs.choosePlace'));
  await hooks.getByRole('combobox', { name: t('programs.place') }).click();
  await page.getByRole('option', { name }).click();
  await hooks.getByRole('button', { name: t('programs.makeHook') }).click();
  const address = (await hooks.getByLabel(t('programs.hookAddress')).textContent()) ?? '';
  const post = (text: string) => fetch(address.trim(), { method: 'POST', body: JSON.stringify({ text }) });
  expect(await (await post('Build 7 passed')).text()).toBe('ok');
  const message = new ChatPage(bo.at).message('Build 7 passed');
  await expect(message).toBeVisible();
  await expect(message).toContainText(bo.at.t('people.bot'));

  await hooks.getByRole('button', { name: t('programs.deleteNamed', { name: 'Build bot' }) }).click();
  await page
    .getByRole('alertdialog')
    .getByRole('button', { name: t('programs.delete') })
    .click();
  await expect(hooks.getByText(t('programs.noHooks'))).toBeVisible();
  expect((await post('late')).status).toBe(404);
});

test('a bot is made with a token that is shown once, and both are gone when they are ended', async ({ visit }) => {
  const [lin] = await twoColleagues(visit, 'zh');
  const { page, t } = lin.at;
  await lin.at.open('/settings/programs');
  const bots = page.getByRole('region', { name: t('programs.bots') });
  await bots.getByLabel(t('programs.botName')).fill('小助手');
  await page.keyboard.press('Enter');
  await expect(bots.getByRole('listitem')).toContainText(['小助手']);
  const tokens = page.getByRole('region', { name: t('programs.tokens') });
  await tokens.getByLabel(t('programs.tokenName')).fill('部署');
  await tokens.getByRole('combobox', { name: t('programs.tokenOf') }).click();
  await page.getByRole('option', { name: '小助手' }).click();
  await tokens.getByRole('button', { name: t('programs.makeToken') }).click();
  await expect(tokens.getByLabel(t('programs.tokenValue'))).toHaveText(/^swb_/);
  await tokens.getByRole('button', { name: t('actions.done') }).click();
  await expect(tokens.getByRole('listitem')).toContainText(['部署']);
  await expect(page.getByText(/swb_.{20}/)).toHaveCount(0);
  await bots.getByRole('button', { name: t('programs.deleteNamed', { name: '小助手' }) }).click();
  await page
    .getByRole('alertdialog')
    .getByRole('button', { name: t('programs.delete') })
    .click();
  await expect(bots.getByText(t('programs.noBots'))).toBeVisible();
  await expect(tokens.getByText(t('programs.noTokens'))).toBeVisible();
});
