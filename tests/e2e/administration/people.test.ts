import { oneTimeCode } from '../../support/one-time-code.ts';
import { signIn } from '../accounts.ts';
import { installation } from '../installation.ts';
import { signInWith } from '../pages/sign-in-page.ts';
import { colleague } from '../people.ts';
import { expect, test, type VisitOptions, type Visitor } from '../visitors.ts';

/** An admin who has just signed in: nobody asks them again who they are. */
const freshAdmin = async (visit: (options: VisitOptions) => Promise<Visitor>, options: VisitOptions) => {
  const { url, admins } = installation();
  const [account] = admins;
  return visit({ account: { ...account, cookie: await signIn(url, account) }, entrance: 'instance-1', ...options });
};

test('an admin finds somebody, gives them a role and takes it back, and deactivates them while they are here', async ({
  visit,
}) => {
  const lin = await colleague(visit, 'Lin', { entrance: 'instance-2' });
  const admin = await freshAdmin(visit, { path: '/admin/people' });
  const { page, t } = admin;
  const { name, email } = lin.account;
  await page.getByRole('searchbox', { name: t('accounts.find') }).fill(email);
  const row = page.getByRole('list', { name: t('accounts.title') }).getByRole('listitem');
  await expect(row).toHaveCount(1);
  await expect(row).toContainText(name);
  expect(new URL(page.url()).searchParams.get('query')).toBe(email);

  const role = row.getByRole('combobox', { name: t('accounts.roleOf', { name }) });
  await role.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('option', { name: t('accounts.roles.handler') }).press('Enter');
  await expect(lin.at.page.getByRole('link', { name: lin.at.t('frame.tickets') }).first()).toBeVisible();
  await page.getByRole('button', { name: t('accounts.undo'), exact: true }).click();
  await expect(role).toHaveText(t('accounts.roles.member'));

  await row.getByRole('button', { name: t('accounts.more', { name }) }).click();
  await page.getByRole('menuitem', { name: t('accounts.deactivate') }).click();
  await page
    .getByRole('alertdialog')
    .getByRole('button', { name: t('accounts.deactivate'), exact: true })
    .click();
  await expect(row.getByText(t('accounts.deactivated'), { exact: true })).toBeVisible();
  await expect(lin.at.page).toHaveURL(/\/sign-in/);
  await page.getByRole('button', { name: t('accounts.undo'), exact: true }).click();
  await expect(row.getByText(t('accounts.deactivated'), { exact: true })).toHaveCount(0);
});

test('an admin resets the second step of somebody who lost their telephone: they are out, and come in by the password alone', async ({
  visit,
}) => {
  const lin = await colleague(visit, 'Lin', { entrance: 'instance-2' });
  const { page: linPage, t: linT } = lin.at;
  await lin.at.open('/settings#second-step');
  await linPage.getByRole('button', { name: linT('security.setUp') }).click();
  await expect(linPage.getByRole('img', { name: linT('security.qr') })).toBeVisible();
  const key = await linPage.locator('#second-step code').innerText();
  await linPage.getByRole('textbox', { name: linT('security.code'), exact: true }).fill(oneTimeCode(key));
  await linPage.getByRole('button', { name: linT('security.turnOn'), exact: true }).click();
  await expect(linPage.getByRole('list', { name: linT('security.recoveryCodes') })).toBeVisible();
  const without = await visit({ entrance: 'instance-3', path: '/sign-in' });
  await signInWith(without, lin.account.email, lin.account.password);
  await expect(without.page.getByRole('heading', { name: without.t('auth.secondStepTitle') })).toBeVisible();

  const { name, email } = lin.account;
  const { page, t } = await freshAdmin(visit, { path: `/admin/people?query=${email}` });
  const menu = page.getByRole('button', { name: t('accounts.more', { name }) });
  const reset = page.getByRole('menuitem', { name: t('accounts.unprotect') });
  await menu.focus();
  await page.keyboard.press('Enter');
  await reset.press('Enter');
  await page
    .getByRole('alertdialog', { name: t('accounts.unprotectTitle', { name }) })
    .getByRole('button', { name: t('accounts.unprotect'), exact: true })
    .press('Enter');
  await expect(page.getByText(t('accounts.wasUnprotected', { name })).first()).toBeVisible();
  await expect(linPage).toHaveURL(/\/sign-in/);
  await menu.click();
  await expect(page.getByRole('menuitem', { name: t('accounts.deactivate') })).toBeVisible();
  await expect(reset, 'there is nothing left to reset').toHaveCount(0);

  await without.open('/sign-in');
  await signInWith(without, email, lin.account.password);
  await expect(without.page).toHaveURL(/\/chat$/);
});
