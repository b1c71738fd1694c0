import { signIn } from '../accounts.ts';
import { installation } from '../installation.ts';
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
