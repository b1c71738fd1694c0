import { signIn } from '../accounts.ts';
import { directHistory } from '../history.ts';
import { installation } from '../installation.ts';
import { colleague } from '../people.ts';
import { expect, test, type Visitor } from '../visitors.ts';

/** Goes through the dialog for somebody's account, with what becomes of their messages. */
const deleteAccount = async (
  { page, t }: Visitor,
  { name, email }: { name: string; email: string },
  messages: 'kept' | 'removed',
) => {
  await page.getByRole('searchbox', { name: t('accounts.find') }).fill(email);
  const row = page
    .getByRole('list', { name: t('accounts.title') })
    .getByRole('listitem')
    .filter({ hasText: email });
  await row.getByRole('button', { name: t('accounts.more', { name }) }).click();
  await page.getByRole('menuitem', { name: t('accounts.delete') }).click();
  const dialog = page.getByRole('dialog', { name: t('accounts.deleteTitle', { name }) });
  const submit = dialog.getByRole('button', { name: t('accounts.deleteForEver') });
  await dialog.getByRole('radio', { name: t(`accounts.messages.${messages}`) }).check();
  await dialog.getByRole('textbox').fill('Somebody else');
  await submit.click();
  await expect(dialog.getByText(t('accounts.deleteNameWrong', { name }))).toBeVisible();
  await expect(dialog.getByRole('textbox')).toBeFocused();
  await dialog.getByRole('textbox').fill(name);
  await page.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
  await expect(row).toHaveCount(0);
};

for (const messages of ['kept', 'removed'] as const)
  test(`whose account is deleted is out at once, and everybody sees so where they are: messages ${messages}`, async ({
    visit,
  }) => {
    const { url, admins } = installation();
    const [account] = admins;
    const lin = await colleague(visit, 'Lin', { entrance: 'instance-2' });
    const bo = await colleague(visit, 'Bo', { entrance: 'instance-3' });
    await directHistory(lin.account, bo.account, { bodies: ['Written by Lin'], read: 1 });
    await bo.chat.open(lin.account.name);
    await expect(bo.chat.message('Written by Lin')).toBeVisible();

    const admin = await visit({
      account: { ...account, cookie: await signIn(url, account) },
      ...{ entrance: 'instance-1', path: '/admin/people' },
    });
    await deleteAccount(admin, lin.account, messages);
    await expect(lin.at.page).toHaveURL(/\/sign-in/);
    const { page, t } = bo.at;
    await expect(page.getByRole('article').getByText(t('people.deleted')).first()).toBeVisible();
    await expect(bo.chat.entry(t('people.deleted'))).toBeVisible();
    await expect(page.getByRole('main').getByText(lin.account.name)).toHaveCount(0);
    if (messages === 'kept') await expect(bo.chat.message('Written by Lin')).toBeVisible();
    else {
      await expect(bo.chat.message(t('message.deleted'))).toBeVisible();
      await expect(bo.chat.message('Written by Lin')).toHaveCount(0);
      await expect(admin.page.getByText(admin.t('accounts.wasRemoved', { count: 1 })).first()).toBeVisible();
    }
    await page.reload();
    await expect(page.getByRole('article').getByText(t('people.deleted')).first()).toBeVisible();
  });
