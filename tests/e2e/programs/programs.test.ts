import { randomUUID } from 'node:crypto';
import sharp from 'sharp';
import { ChatPage } from '../pages/chat-page.ts';
import { ProgramsPage } from '../pages/programs-page.ts';
import { twoColleagues } from '../people.ts';
import { expect, test } from '../visitors.ts';

test('a webhook that is made on the page posts into its room, as a bot, until it is deleted', async ({ visit }) => {
  const [lin, bo] = await twoColleagues(visit, 'en');
  const name = `builds ${randomUUID().slice(0, 8)}`;
  await lin.chat.createRoom(name, 'public');
  await bo.chat.join(name);

  const { page, t } = lin.at;
  await lin.at.open('/settings/programs#hooks');
  const programs = new ProgramsPage(lin.at);
  const dialog = await programs.begin('newHook');
  await dialog.getByLabel(t('programs.hookName')).fill('Build bot');
  await dialog.getByRole('button', { name: t('programs.makeHook') }).click();
  await expect(dialog.getByRole('alert').filter({ hasText: t('programs.choosePlace') })).toBeVisible();
  await dialog.getByRole('combobox', { name: t('programs.place') }).click();
  await page.getByRole('option', { name }).click();
  await dialog.getByRole('button', { name: t('programs.makeHook') }).click();
  const { hooks } = programs;
  const address = (await hooks.getByLabel(t('programs.hookAddress')).textContent()) ?? '';
  const post = (text: string) => fetch(address.trim(), { method: 'POST', body: JSON.stringify({ text }) });
  expect(await (await post('Build 7 passed')).text()).toBe('ok');
  const message = new ChatPage(bo.at).message('Build 7 passed');
  await expect(message).toBeVisible();
  await expect(message).toContainText(bo.at.t('people.bot'));

  await programs.delete(hooks, 'Build bot');
  await expect(hooks.getByText(t('programs.noHooks'))).toBeVisible();
  expect((await post('late')).status).toBe(404);
});

test('a bot is made with a token that is shown once, is given another name and a picture, and both are gone when they are ended', async ({
  visit,
}) => {
  const [lin] = await twoColleagues(visit, 'zh');
  const { page, t } = lin.at;
  await lin.at.open('/settings/programs');
  const programs = new ProgramsPage(lin.at);
  const { bots, tokens } = programs;
  await programs.makeBot('小助手');
  await expect(bots.getByRole('listitem')).toContainText(['小助手']);
  expect(await programs.makeToken('部署', '小助手')).toMatch(/^swb_/);
  await tokens.getByRole('button', { name: t('actions.done') }).click();
  await expect(tokens.getByRole('listitem')).toContainText(['部署']);
  await expect(page.getByText(/swb_.{20}/)).toHaveCount(0);

  await bots.getByRole('button', { name: t('programs.editBot', { name: '小助手' }) }).click();
  const name = page.getByRole('dialog').getByLabel(t('programs.botName'));
  await name.fill('大助手');
  await name.press('Enter');
  await expect(page.getByRole('status').filter({ hasText: t('app.saved') })).toBeVisible();
  const picture = { create: { width: 300, height: 200, channels: 3, background: '#2a7' } } as const;
  const buffer = await sharp(picture).png().toBuffer();
  await page.locator('input[type=file]').setInputFiles({ name: 'bot.png', mimeType: 'image/png', buffer });
  await page.getByRole('button', { name: t('pictures.use') }).click();
  await expect(page.getByRole('button', { name: t('pictures.remove') })).toBeVisible();
  await page.getByRole('button', { name: t('actions.done'), exact: true }).click();
  const shown = bots.getByRole('listitem').locator('img');
  await expect(shown).toHaveAttribute('src', /^\/api\/pictures\/[0-9a-f]{64}\/64$/);
  await expect(bots.getByRole('listitem')).toContainText(['大助手']);

  await programs.delete(bots, '大助手');
  await expect(bots.getByText(t('programs.noBots'))).toBeVisible();
  await expect(tokens.getByText(t('programs.noTokens'))).toBeVisible();
});
