import { newcomer, signUp } from '../accounts.ts';
import { installation } from '../installation.ts';
import { languages } from '../languages.ts';
import { signInWith, signUpWith } from '../pages/sign-in-page.ts';
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
