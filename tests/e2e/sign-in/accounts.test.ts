import { setupCode } from '../../../scripts/installation/instances.ts';
import { newcomer, signUp } from '../accounts.ts';
import { installation } from '../installation.ts';
import { languages } from '../languages.ts';
import { ChatPage } from '../pages/chat-page.ts';
import { signInWith, signUpWith } from '../pages/sign-in-page.ts';
import { servingInstance } from '../sockets.ts';
import { startNewInstallation } from '../spare-instances.ts';
import { expect, test } from '../visitors.ts';

for (const language of languages) {
  test.describe(`in ${language}`, () => {
    test('a wrong password is refused in words, and the right one leads to where one wanted to go', async ({
      visit,
    }) => {
      const account = await signUp(installation().url, newcomer('Lin'));
      const { page, t, ...rest } = await visit({ entrance: 'instance-2', language, path: '/settings' });
      await expect(page).toHaveURL(/\/sign-in\?next=%2Fsettings$/);
      await signInWith({ page, t, ...rest }, account.email, 'not the password');
      const password = page.getByLabel(t('account.password'), { exact: true });
      await expect(password).toHaveAccessibleDescription(t('account.errors.credentials'));
      await expect(password).toBeFocused();
      await signInWith({ page, t, ...rest }, account.email, account.password);
      await expect(page).toHaveURL(/\/settings$/);
      await expect(page.getByRole('heading', { name: t('settings.title'), level: 1 })).toBeVisible();
    });

    test('an e-mail address has one account', async ({ visit }) => {
      const account = await signUp(installation().url, newcomer('Lin'));
      const visitor = await visit({ entrance: 'instance-1', language, path: '/sign-up' });
      await signUpWith(visitor, { ...account, name: 'Somebody else' });
      const email = visitor.page.getByRole('textbox', { name: visitor.t('auth.email'), exact: true });
      await expect(email).toHaveAccessibleDescription(visitor.t('account.errors.emailTaken'));
      await expect(email).toBeFocused();
      await expect(visitor.page).toHaveURL(/\/sign-up$/);
    });
  });
}

test('who knows the setup code becomes the admin of a new installation and is chatting at once; an invited one is no admin', async ({
  visit,
}) => {
  const alone = await startNewInstallation();
  try {
    const first = await visit({ url: alone.url });
    await first.open('/');
    await expect(first.page).toHaveURL(/\/sign-up$/);
    await expect(first.page.getByText(first.t('auth.firstLead'))).toBeVisible();
    const code = first.page.getByRole('textbox', { name: first.t('auth.code'), exact: true });
    await signUpWith(first, newcomer('Ada'));
    await expect(code).toHaveAccessibleDescription(first.t('account.errors.codeMissing'));
    await expect(code).toBeFocused();
    await first.open(`/sign-up#code=${setupCode}`);
    await expect(code).toHaveValue(setupCode);
    await expect(first.page).toHaveURL(/\/sign-up$/);
    await signUpWith(first, newcomer('Ada'));
    await expect(first.page).toHaveURL(/\/chat$/);
    expect(await servingInstance(first.sockets)).toBe('alone');
    await expect(first.page.getByRole('link', { name: first.t('frame.tickets') })).toBeVisible();
    const chat = new ChatPage(first);
    await chat.createRoom('general', 'public');
    await chat.send('general', 'Hello, world');
    await expect(chat.pending).toHaveCount(0);

    await first.open('/settings');
    await first.page.getByRole('button', { name: first.t('people.invite'), exact: true }).click();
    const link = first.page.getByRole('textbox', { name: first.t('people.inviteLink'), exact: true });
    await expect(link).toHaveValue(/\/sign-up\?invitation=/);
    const { pathname, search } = new URL(await link.inputValue());
    const uninvited = await visit({ url: alone.url, path: '/sign-up' });
    await expect(uninvited.page.getByText(uninvited.t('account.errors.invitationNeeded'))).toBeVisible();

    const second = await visit({ url: alone.url, path: `${pathname}${search}` });
    await signUpWith(second, newcomer('Bo'));
    await expect(second.page).toHaveURL(/\/chat$/);
    await new ChatPage(second).join('general');
    await expect(new ChatPage(second).messages).toContainText(['Hello, world']);
    await expect(second.page.getByRole('link', { name: second.t('frame.tickets') })).toHaveCount(0);
    expect(await second.open('/admin/tickets')).toBe(404);
    expect(await first.open('/admin/tickets')).toBe(200);
  } finally {
    await alone.stop();
  }
});
