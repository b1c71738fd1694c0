import { randomUUID } from 'node:crypto';
import { query } from '../database.ts';
import { installation } from '../installation.ts';
import { expectNothingFound } from '../look/axe.ts';
import { colleague, twoColleagues } from '../people.ts';
import { expect, test } from '../visitors.ts';

test('an admin sees every instance and worker, and has tried again what a follower has set aside', async ({
  visit,
}) => {
  const [account] = installation().admins;
  const admin = await visit({ account, entrance: 'instance-1', language: 'zh', path: '/admin/system' });
  const { page, t } = admin;
  const instances = page.getByRole('list', { name: t('system.instances') });
  for (const name of ['instance-1', 'instance-2', 'instance-3', 'worker-1', 'worker-2'])
    await expect(instances.getByRole('article', { name, exact: true })).toBeVisible();
  await expect(instances.getByRole('article', { name: 'instance-1' })).toContainText(t('system.here'));

  // Of a message that is gone nothing is left to do: tried again, it is done with.
  const entry = randomUUID();
  await query(`insert into follower_fault (follower, entry, error) values ('search', $1, 'made for a test')`, [entry]);
  const fault = page
    .getByRole('list', { name: t('system.faults') })
    .getByRole('listitem')
    .filter({ hasText: entry });
  await expect(fault).toContainText('made for a test');
  await expectNothingFound(admin, page.getByRole('list', { name: t('system.troubles') }), 'System with a trouble');
  await fault.getByRole('button', { name: t('system.retryOf', { entry }) }).focus();
  await page.keyboard.press('Enter');
  await expect(fault).toHaveCount(0);
  await expect(page.getByText(t('system.asked', { count: 1 }))).toBeVisible();
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).not.toBe('BODY');
});

test('whoever is no admin has no such page, and hears nothing of it', async ({ visit }) => {
  const mia = await colleague(visit, 'Mia', { entrance: 'instance-2' });
  await expect(mia.at.page.getByRole('link', { name: mia.at.t('frame.administration') })).toHaveCount(0);
  expect(await mia.at.open('/admin/system')).toBe(404);
  expect(mia.at.sockets.received('"cluster"')).toEqual([]);
});

test('how a message came here is told, from where it was accepted to this page', async ({ visit }) => {
  const [lin, bo] = await twoColleagues(visit);
  await lin.chat.writeTo(bo.account.name);
  await bo.chat.open(lin.account.name);
  await lin.chat.send(bo.account.name, 'Which way did I come?');
  await expect(lin.chat.pending).toHaveCount(0);
  const { page, t } = bo.at;
  await bo.chat.message('Which way did I come?').hover();
  await page.getByRole('button', { name: t('message.way.open') }).click();
  const dialog = page.getByRole('dialog', { name: t('message.way.open') });
  await expect(dialog.getByRole('listitem')).toContainText([
    t('message.way.accepted', { instance: 'instance-1' }),
    'instance-1',
    t('message.way.local', { instance: 'instance-1' }),
    t('message.way.bus', { instance: 'instance-2' }),
    t('message.way.here'),
  ]);
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole('button', { name: t('message.way.open') })).toBeFocused();
});
