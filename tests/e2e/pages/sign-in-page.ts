import type { Account } from '../accounts.ts';
import type { Visitor } from '../visitors.ts';

/** Fills in the form of the sign-in page and sends it. */
export const signInWith = async ({ page, t }: Visitor, email: string, password: string): Promise<void> => {
  await page.getByRole('textbox', { name: t('auth.email'), exact: true }).fill(email);
  await page.getByLabel(t('account.password'), { exact: true }).fill(password);
  await page.getByRole('button', { name: t('auth.signIn'), exact: true }).click();
};

/** Fills in the form of the sign-up page and sends it. */
export const signUpWith = async (
  { page, t }: Visitor,
  { name, email, password }: Pick<Account, 'name' | 'email' | 'password'>,
): Promise<void> => {
  await page.getByRole('textbox', { name: t('account.name'), exact: true }).fill(name);
  await page.getByRole('textbox', { name: t('auth.email'), exact: true }).fill(email);
  await page.getByLabel(t('account.password'), { exact: true }).fill(password);
  await page.getByRole('button', { name: t('auth.signUp'), exact: true }).click();
};
