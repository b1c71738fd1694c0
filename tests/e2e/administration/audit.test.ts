import { readFile } from 'node:fs/promises';
import { promote, signIn } from '../accounts.ts';
import { installation } from '../installation.ts';
import { colleague } from '../people.ts';
import { expect, test } from '../visitors.ts';

test('an admin finds who did what, narrows it by name, sends the address on, and takes it away as a file', async ({
  visit,
}) => {
  const { url, admins } = installation();
  const [account] = admins;
  const lin = await colleague(visit, 'Lin', { entrance: 'instance-2' });
  await promote(url, account, lin.account);
  // Just signed in: the file is dear.
  const fresh = { ...account, cookie: await signIn(url, account) };
  const admin = await visit({ account: fresh, entrance: 'instance-1', language: 'zh', path: '/admin/audit' });
  const { page, t } = admin;
  const entries = page.getByRole('list', { name: t('audit.title') }).getByRole('listitem');
  const promoted = entries.filter({ hasText: t('audit.actions.account.role') }).filter({ hasText: lin.account.name });
  await expect(promoted).toHaveCount(1);
  await expect(promoted).toContainText(account.name);

  await promoted.getByRole('button', { name: lin.account.name }).focus();
  await page.keyboard.press('Enter');
  const chip = page.getByRole('button', {
    name: t('audit.removeFilter', { field: t('audit.onWhom'), value: lin.account.name }),
  });
  await expect(chip).toBeVisible();
  await expect(entries.filter({ hasNotText: lin.account.name })).toHaveCount(0);
  expect(new URL(page.url()).searchParams.get('subjectId')).toBe(lin.account.id);
  await page.reload();
  await expect(promoted).toHaveCount(1);

  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: t('audit.exportAs', { format: 'NDJSON' }) }).click();
  const file = await readFile(await (await downloading).path(), 'utf8');
  const lines = file.trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line).subjectId)).toEqual(lines.map(() => lin.account.id));

  await chip.click();
  await expect(chip).toHaveCount(0);
  // Others sign in meanwhile: it need not be the first.
  await expect(entries.filter({ hasText: t('audit.actions.audit.export') }).first()).toBeVisible();
});

test('whoever is no admin has no audit log', async ({ visit }) => {
  const mia = await colleague(visit, 'Mia', { entrance: 'instance-2' });
  expect(await mia.at.open('/admin/audit')).toBe(404);
  expect((await mia.at.page.request.get(new URL('/api/audit/export', mia.at.page.url()).href)).status()).toBe(403);
});
