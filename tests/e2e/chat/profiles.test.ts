import sharp from 'sharp';
import { newcomer, signUp } from '../accounts.ts';
import { installation } from '../installation.ts';
import { twoColleagues } from '../people.ts';
import { expect, test } from '../visitors.ts';

test('what somebody says about themselves, and their picture, are on the card that others open, as soon as it changes', async ({
  visit,
}) => {
  const [lin, bo] = await twoColleagues(visit);
  await bo.chat.writeTo(lin.account.name);
  await lin.chat.open(bo.account.name);
  await lin.chat.send(bo.account.name, 'who am I?');

  // With the keyboard alone: from the message to the name, and back.
  const name = bo.chat.message('who am I?').getByRole('button', { name: lin.account.name, exact: true });
  await bo.chat.message('who am I?').focus();
  await bo.at.page.keyboard.press('Tab');
  await expect(name).toBeFocused();
  await bo.at.page.keyboard.press('Enter');
  const card = bo.at.page.getByRole('dialog', { name: bo.at.t('people.cardOf', { name: lin.account.name }) });
  await expect(card).toContainText(bo.at.t('people.presence.online'));
  await bo.at.page.keyboard.press('Escape');
  await expect(card).toBeHidden();
  await expect(name).toBeFocused();

  await name.hover();
  await expect(card).toBeVisible();

  const { page, t } = lin.at;
  await lin.at.open('/settings');
  await page.getByLabel(t('settings.jobTitle'), { exact: true }).fill('Engineer');
  await page.keyboard.press('Tab');
  await page.getByLabel(t('settings.timeZone'), { exact: true }).selectOption('Asia/Shanghai');
  await expect(card).toContainText('Engineer');
  const clock = new Intl.DateTimeFormat('en', { weekday: 'short', timeZone: 'Asia/Shanghai' }).format(new Date());
  await expect(card).toContainText(clock);

  await page.getByRole('button', { name: t('frame.account', { name: lin.account.name }) }).click();
  await page.getByRole('menuitem', { name: t('frame.setStatus') }).click();
  await page.getByRole('button', { name: t('frame.status.presets.holiday') }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: t('actions.save') })
    .click();
  await expect(card).toContainText(`🌴${t('frame.status.presets.holiday')}`);

  const picture = await sharp({ create: { width: 900, height: 500, channels: 3, background: '#2a7' } })
    .png()
    .toBuffer();
  await page.locator('input[type=file]').setInputFiles({ name: 'me.png', mimeType: 'image/png', buffer: picture });
  const dialog = page.getByRole('dialog', { name: t('pictures.crop') });
  const part = dialog.getByRole('group', { name: t('pictures.part') });
  await part.focus();
  for (const key of ['ArrowLeft', 'ArrowLeft', 'ArrowRight']) await part.press(key);
  await dialog.getByRole('slider').press('ArrowRight');
  await dialog.getByRole('button', { name: t('pictures.use') }).click();
  await expect(dialog).toBeHidden();
  const shown = card.locator('img');
  await expect(shown).toHaveAttribute('src', /^\/api\/pictures\/[0-9a-f]{64}\/256$/);
  await expect.poll(() => shown.evaluate((image) => (image as HTMLImageElement).naturalWidth)).toBe(256);

  await page.getByRole('button', { name: t('pictures.remove') }).click();
  await expect(shown).toHaveCount(0);
  await expect(page.getByRole('button', { name: t('pictures.choose') })).toBeFocused();
});

test('张三 is found by zs, zhangsan and 张: among all people, by Ctrl+K, in pickers, and after @', async ({
  visit,
}) => {
  const [lin] = await twoColleagues(visit);
  const { page, t } = lin.at;
  const mark = newcomer('x').name.slice(-4);
  const zhang = await signUp(installation().url, { ...newcomer('Zhang'), name: `张三${mark}` });
  await lin.chat.createRoom('names', 'public', [zhang.name]);
  const composer = lin.chat.composer('names');
  for (const query of ['zs', 'zhangs', '张']) {
    await composer.fill('');
    await composer.pressSequentially(`@${query}`);
    await expect(page.getByRole('option', { name: zhang.name })).toBeVisible();
  }
  await composer.press('Enter');
  await expect(composer).toHaveValue(`@${zhang.name} `);
  await composer.fill('');

  await page.keyboard.press('ControlOrMeta+k');
  await page.getByRole('dialog').getByRole('combobox').fill(`zs${mark}`);
  await expect(page.getByRole('option', { name: zhang.name })).toBeVisible();
  await page.keyboard.press('Escape');
  const dialog = await lin.chat.start('newMessage');
  await dialog.getByRole('combobox').fill(`zhangsan${mark}`);
  await expect(dialog.getByRole('option', { name: zhang.name })).toBeVisible();
  await page.keyboard.press('Escape');

  await page.getByRole('link', { name: t('frame.people'), exact: true }).click();
  const people = page.getByRole('list', { name: t('directory.title') });
  await page.getByRole('searchbox', { name: t('people.find'), exact: true }).fill(`zs${mark}`);
  await expect(people.getByRole('listitem')).toHaveCount(1);
  await expect(page).toHaveURL(new RegExp(`q=zs${mark}$`));
  await people.getByRole('button', { name: t('people.messageTo', { name: zhang.name }) }).click();
  await expect(lin.chat.conversation(zhang.name)).toBeVisible();
  await page.goBack();
  await expect(people.getByRole('listitem')).toHaveCount(1);
});
