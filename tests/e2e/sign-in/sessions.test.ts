import { connectClient, refusalOf } from '../../support/live-client.ts';
import { newcomer, signIn, signUp } from '../accounts.ts';
import { addressOf, installation } from '../installation.ts';
import { languages } from '../languages.ts';
import { ChatPage } from '../pages/chat-page.ts';
import { ProgramsPage } from '../pages/programs-page.ts';
import { SettingsPage } from '../pages/settings-page.ts';
import { colleague } from '../people.ts';
import { expectServedBy, openSockets } from '../sockets.ts';
import { expect, test } from '../visitors.ts';

/** Within this, whoever is signed out is cut off, on every instance. */
const promised = { timeout: 5_000 };

for (const language of languages) {
  test.describe(`in ${language}`, () => {
    test('signing out ends the same session in another tab on another instance', async ({ visit }) => {
      const lin = await colleague(visit, 'Lin', { language, entrance: 'instance-1' });
      const tab = await lin.at.openTab('instance-2', '/chat');
      const { page, t } = lin.at;

      await page.getByRole('button', { name: t('frame.account', { name: lin.account.name }) }).click();
      await page.getByRole('menuitem', { name: t('account.signOut') }).click();
      await expect.poll(() => openSockets(tab.sockets), promised).toBe(0);
      await expect(page).toHaveURL(/\/sign-in/);
      await expect(tab.page).toHaveURL(/\/sign-in/);
      await tab.open('/chat');
      await expect(tab.page).toHaveURL(/\/sign-in/);
      expect(await refusalOf(addressOf('instance-2'), { cookie: lin.account.cookie })).toBe('unauthenticated');
    });

    test('a device that is signed out in the settings is cut off, and only that one', async ({ visit }) => {
      const lin = await colleague(visit, 'Lin', { language, entrance: 'instance-1' });
      const phone = { cookie: await signIn(addressOf('instance-2'), lin.account) };
      const atPhone = await visit({ entrance: 'instance-2', language, account: phone, path: '/chat' });

      await lin.at.open('/settings');
      const settings = new SettingsPage(lin.at);
      await expect(settings.devices.getByRole('listitem')).toHaveCount(2);
      await settings.signOutOtherDevice();
      await expect.poll(() => openSockets(atPhone.sockets), promised).toBe(0);
      await expect(atPhone.page).toHaveURL(/\/sign-in/);
      await expect(settings.devices.getByRole('listitem')).toHaveCount(1);
      expect(await refusalOf(addressOf('instance-1'), phone)).toBe('unauthenticated');
      await lin.at.open('/chat');
      await expect(new ChatPage(lin.at).list).toBeVisible();
      await expectServedBy(lin.at.sockets, 'instance-1');
    });

    test('a new password is refused at its field, and once taken keeps one here and signs out elsewhere', async ({
      visit,
    }) => {
      const lin = await colleague(visit, 'Lin', { language, entrance: 'instance-1' });
      const phone = { cookie: await signIn(addressOf('instance-2'), lin.account) };
      await lin.at.open('/settings');
      const settings = new SettingsPage(lin.at);
      await settings.changePassword('not the password', 'quite another one');
      await settings.expectPasswordError('currentPassword', 'passwordWrong');
      await settings.changePassword(lin.account.password, 'password1');
      await settings.expectPasswordError('newPassword', 'passwordCommon');
      await settings.changePassword(lin.account.password, 'x1'.repeat(65));
      await settings.expectPasswordError('newPassword', 'passwordLong');
      await settings.changePassword(lin.account.password, 'quite another one');
      await expect(lin.at.page.getByText(lin.at.t('settings.passwordChanged'))).toBeVisible();
      await expect(lin.at.page).toHaveURL(/\/settings$/);
      expect(await refusalOf(addressOf('instance-2'), phone)).toBe('unauthenticated');
      expect(await refusalOf(addressOf('instance-2'), { cookie: lin.account.cookie })).toBe('connected');
    });

    test('a bot works with a token from the programs of the settings until it is revoked', async ({ visit }) => {
      const lin = await colleague(visit, 'Lin', { language, entrance: 'instance-1' });
      const programs = new ProgramsPage(lin.at);
      await lin.at.open('/settings');
      await lin.at.page.getByRole('link', { name: lin.at.t('settings.openPrograms') }).click();
      const token = await programs.makeToken('deploy bot');
      await expect(programs.tokens.getByRole('listitem')).toContainText(['deploy bot']);

      const bot = await connectClient(addressOf('instance-2'), { token });
      expect((await bot.get('sync', {})).me.id).toBe(lin.account.id);
      const room = await bot.get('conversation:create', { kind: 'room', name: 'deploys', visibility: 'private' });
      const body = 'Release 1.2 is out';
      await bot.get('message:send', { conversationId: room.id, clientId: crypto.randomUUID(), body });
      await lin.at.open(`/chat/${room.id}`);
      await expect(lin.chat.messages).toContainText([body]);

      await lin.at.open('/settings/programs');
      await programs.revokeToken('deploy bot');
      await expect.poll(() => bot.socket.connected, promised).toBe(false);
      expect(bot.all('notice')).toContainEqual({ kind: 'signed_out' });
      expect(bot.violations).toEqual([]);
      await expect(lin.at.page.getByText(lin.at.t('programs.noTokens'))).toBeVisible();
      expect(await refusalOf(addressOf('instance-1'), { token })).toBe('unauthenticated');
    });
  });
}

test('a name is saved by Enter and when one leaves it, and said so; one that is too long is counted at its field, cut nowhere, and not sent', async ({
  visit,
}) => {
  const { account, at } = await colleague(visit, 'Lin');
  const { page, t } = at;
  await at.open('/settings');
  const field = page.getByRole('textbox', { name: t('account.name'), exact: true });
  await field.fill('x'.repeat(83));
  await expect(field).toHaveAccessibleDescription(t('app.charactersTooMany', { count: 3 }));
  await field.press('Enter');
  await expect(field).toBeFocused();
  await expect(field).toHaveValue('x'.repeat(83));
  await field.fill('');
  await field.press('Tab');
  await expect(field).toHaveAccessibleDescription(t('account.errors.nameMissing'));
  await field.press('Escape');
  await expect(field).toHaveValue(account.name);
  await field.press('Tab');
  await field.fill('x'.repeat(80));
  await field.press('Enter');
  await expect(page.getByText(t('app.saved'))).toBeVisible();
  const title = page.getByRole('textbox', { name: t('settings.jobTitle'), exact: true });
  await title.fill('Engineer');
  await title.press('Tab');
  await expect.poll(() => at.sockets.sent('"profile:update"')).toHaveLength(2);
  await page.reload();
  await expect(title).toHaveValue('Engineer');
  await expect(field).toHaveValue('x'.repeat(80));
});

test('the sections of the settings are on the left, each with an address; on a phone the current one is in sight', async ({
  visit,
}) => {
  const { at } = await colleague(visit, 'Lin');
  const { page, t } = at;
  await at.open('/settings');
  const sections = page.getByRole('navigation', { name: t('settings.title'), exact: true });
  const current = sections.locator('[aria-current=page]');
  await expect(current).toHaveText(t('settings.profile'));
  await sections.getByRole('link', { name: t('settings.sessions'), exact: true }).click();
  await expect(page).toHaveURL(/\/settings#devices$/);
  await expect(page.getByRole('heading', { name: t('settings.sessions'), exact: true })).toBeInViewport();
  await expect(current).toHaveText(t('settings.sessions'));
  await page.setViewportSize({ width: 390, height: 844 });
  await sections.getByRole('link', { name: t('settings.programs'), exact: true }).click();
  await expect(page).toHaveURL(/\/settings\/programs$/);
  await expect(current).toHaveText(t('settings.programs'));
  await expect(current).toBeInViewport({ ratio: 1 });
  await page.goBack();
  await expect(current).toHaveText(t('settings.sessions'));
});

test('an account made by itself is an account without privileges', async ({ visit }) => {
  const lin = await signUp(installation().url, newcomer('Lin'));
  const [ada] = installation().admins;
  const client = await connectClient(installation().url, lin);
  const answer = await client.ask('account:update', { userId: lin.id, role: 'admin' });
  expect(answer).toMatchObject({ ok: false, error: { code: 'forbidden' } });
  client.close();
  const atLin = await visit({ entrance: 'instance-1', account: lin, path: '/chat' });
  await expect(atLin.page.getByRole('link', { name: atLin.t('frame.chat') })).toBeVisible();
  await expect(atLin.page.getByRole('link', { name: atLin.t('frame.tickets') })).toHaveCount(0);
  const atAda = await visit({ entrance: 'instance-1', account: ada, path: '/chat' });
  await expect(atAda.page.getByRole('link', { name: atAda.t('frame.tickets') })).toBeVisible();
});
