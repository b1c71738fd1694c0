import type { BrowserContext } from '@playwright/test';
import { newcomer, signUp } from '../accounts.ts';
import { directHistory } from '../history.ts';
import { installation } from '../installation.ts';
import { languages } from '../languages.ts';
import { ChatPage } from '../pages/chat-page.ts';
import { colleague, twoColleagues } from '../people.ts';
import { expect, test } from '../visitors.ts';
import { putWireInto, type Wire } from '../wire.ts';

/** A colleague whose answers from the server can be held back, with an empty list before them. */
const linBehindWire = async (visit: Parameters<typeof colleague>[0]) => {
  const putting = Promise.withResolvers<Wire>();
  const prepare = async (context: BrowserContext) => putting.resolve(await putWireInto(context));
  const lin = await colleague(visit, 'Lin', { prepare });
  return { lin, wire: await putting.promise };
};

for (const language of languages) {
  test(`everything from the first word to settings and back works by keyboard, in ${language}`, async ({ visit }) => {
    const [lin, bo] = await twoColleagues(visit, language);
    const { page, t } = lin.at;
    const palette = page.getByRole('dialog', { name: t('palette.title') });

    await page.keyboard.press('ControlOrMeta+k');
    await expect(palette).toBeVisible();
    await page.keyboard.type('no such person, room or command');
    const again = palette.getByRole('button', { name: t('actions.clearSearch'), exact: true });
    await again.press('Enter');
    await expect(again).toBeHidden();
    await expect(palette.getByRole('combobox')).toBeFocused();
    await page.keyboard.type(bo.account.name);
    await expect(palette.getByRole('option', { name: bo.account.name })).toHaveAttribute('aria-selected', 'true');
    await page.keyboard.press('Enter');
    await expect(palette).toBeHidden();
    await expect(lin.chat.composer(bo.account.name)).toBeFocused();
    await page.keyboard.type('no mouse');
    await page.keyboard.press('Enter');
    await expect(bo.chat.unread(lin.account.name, 1)).toBeVisible();

    await page.keyboard.press('Shift+Tab');
    await page.keyboard.type('?');
    const shortcuts = page.getByRole('dialog', { name: t('shortcuts.title') });
    await expect(shortcuts).toContainText(t('shortcuts.editLast'));
    await page.keyboard.press('Escape');
    await expect(shortcuts).toBeHidden();

    await page.keyboard.press('ControlOrMeta+k');
    await expect(palette).toBeVisible();
    await page.keyboard.type(t('palette.openSettings'));
    await expect(palette.getByRole('option', { selected: true })).toHaveText(t('palette.openSettings'));
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/\/settings$/);
    await page.keyboard.press('ControlOrMeta+k');
    await expect(palette).toBeVisible();
    await page.keyboard.type(bo.account.name);
    await expect(palette.getByRole('option', { selected: true })).toContainText(bo.account.name);
    await page.keyboard.press('Enter');
    await expect(lin.chat.messages).toContainText(['no mouse']);
  });
}

test('a question mark that is written is a question mark', async ({ visit }) => {
  const [lin, bo] = await twoColleagues(visit);
  await lin.chat.writeTo(bo.account.name);
  await lin.chat.composer(bo.account.name).pressSequentially('really?');
  await expect(lin.chat.composer(bo.account.name)).toHaveValue('really?');
  await expect(lin.at.page.getByRole('dialog')).toHaveCount(0);
});

test('Enter never opens somebody whose name is not what was typed, however late the answer', async ({ visit }) => {
  const surname = `Ode${Date.now()}`;
  await colleague(visit, `${surname} Ada`);
  const bea = await colleague(visit, `${surname} Bea`);
  const { lin, wire } = await linBehindWire(visit);
  const { page, t } = lin.at;
  const palette = page.getByRole('dialog', { name: t('palette.title') });
  const options = palette.getByRole('option');
  await page.keyboard.press('ControlOrMeta+k');
  await expect(palette).toBeVisible();
  await page.keyboard.type(surname);
  await expect(options).toContainText([`${surname} Ada`, `${surname} Bea`]);

  wire.hold('"people"');
  await page.keyboard.type(bea.account.name.slice(surname.length));
  await expect(options.filter({ hasText: bea.account.name })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(lin.chat.composer(bea.account.name)).toBeFocused();
});

test('people who are found after the commands come first and are selected, unless another entry was chosen', async ({
  visit,
}) => {
  const themed = await colleague(visit, `Theme${Date.now()}`);
  const { lin, wire } = await linBehindWire(visit);
  const { page, t } = lin.at;
  const palette = page.getByRole('dialog', { name: t('palette.title') });
  const selected = palette.getByRole('option', { selected: true });
  const seek = async () => {
    await page.keyboard.press('ControlOrMeta+k');
    await expect(palette).toBeVisible();
    const release = wire.hold('"people"');
    await page.keyboard.type('theme');
    await expect(selected).toHaveText(t('palette.themeLight'));
    return release;
  };
  const person = palette.getByRole('option', { name: themed.account.name });

  const passChosen = await seek();
  await page.keyboard.press('ArrowDown');
  await expect(selected).toHaveText(t('palette.themeDark'));
  passChosen();
  await expect(person).toBeVisible();
  await expect(selected).toHaveText(t('palette.themeDark'));
  await page.keyboard.press('Escape');
  await expect(palette).toBeHidden();

  const pass = await seek();
  pass();
  await expect(person).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
  await expect(lin.chat.composer(themed.account.name)).toBeFocused();
});

test('what is typed for the palette before it is there is not sent to where one was', async ({ visit }) => {
  const [ada] = installation().admins;
  const account = await signUp(installation().url, newcomer('Lin'));
  const conversationId = await directHistory(account, ada, { bodies: ['Hello'], read: 0 });
  let pass = () => {};
  const held = new Promise<void>((resolve) => {
    pass = resolve;
  });
  let asked = false;
  const lin = await visit({
    account,
    path: `/chat/${conversationId}`,
    prepare: async (context) => {
      await context.route('**/_next/static/chunks/*.js', async (route) => {
        const response = await route.fetch();
        if ((await response.text()).includes('cmdk-input')) {
          asked = true;
          await held;
        }
        await route.fulfill({ response });
      });
    },
  });
  const { page, t } = lin;
  const chat = new ChatPage(lin);
  await chat.composer(ada.name).click();
  await page.keyboard.press('ControlOrMeta+k');
  await expect.poll(() => asked, { message: 'the code of the palette is asked for' }).toBe(true);
  await page.keyboard.type('somebody');
  await page.keyboard.press('Enter');
  await expect(chat.composer(ada.name)).toHaveValue('');
  await expect(chat.messages).toHaveCount(1);
  await chat.composer(ada.name).click();
  await page.keyboard.type('a click gives up');
  await expect(chat.composer(ada.name)).toHaveValue('a click gives up');

  await page.keyboard.press('ControlOrMeta+k');
  pass();
  await expect(page.getByRole('dialog', { name: t('palette.title') })).toBeVisible();
});
