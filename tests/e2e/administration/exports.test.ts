import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { signIn } from '../accounts.ts';
import { directHistory } from '../history.ts';
import { installation } from '../installation.ts';
import { colleague } from '../people.ts';
import { expect, test } from '../visitors.ts';

const phone = { width: 390, height: 844 };

/** What the browser saves when something is pressed, line by line; its last line says what it must be. */
const saved = async (
  page: Page,
  press: () => Promise<void>,
): Promise<{ name: string; url: string; lines: Record<string, unknown>[] }> => {
  const downloading = page.waitForEvent('download');
  await press();
  const download = await downloading;
  const text = await readFile(await download.path(), 'utf8');
  const lines = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  const before = text.slice(0, text.trimEnd().lastIndexOf('\n') + 1);
  expect(lines.at(-1)?.sha256).toBe(createHash('sha256').update(before).digest('hex'));
  return { name: download.suggestedFilename(), url: download.url(), lines };
};

test('an admin has everything and one room written, sees how far it is, saves the files, and removes them', async ({
  visit,
}) => {
  const { url, admins } = installation();
  const [, account] = admins;
  if (account === undefined) throw new Error('there is one admin only');
  const bo = await colleague(visit, 'Bo', { entrance: 'instance-2' });
  const name = `Plans ${Date.now()}`;
  const { page: boPage, t: boT } = bo.at;
  await boPage
    .getByRole('button', { name: boT('list.newRoom') })
    .first()
    .click();
  await boPage.getByRole('dialog').getByRole('textbox').first().fill(name);
  await boPage
    .getByRole('dialog')
    .getByRole('button', { name: boT('newRoom.create'), exact: true })
    .click();
  await bo.chat.send(name, '项目计划 in this room');

  const admin = await visit({
    account: { ...account, cookie: await signIn(url, account) },
    ...{ entrance: 'instance-1', path: '/admin/exports' },
  });
  const { page, t } = admin;
  const files = page.getByRole('list', { name: t('exports.title') }).getByRole('listitem');
  const title = t('exports.roomNamed', { name });
  await page.getByRole('button', { name: t('exports.exportRoom') }).click();
  await page.getByRole('searchbox', { name: t('exports.findRoom') }).fill(name);
  await page.getByRole('dialog').getByRole('button', { name }).click();
  const room = files.filter({ hasText: title });
  const download = room.getByRole('button', { name: t('exports.downloadNamed', { title }) });
  await expect(download).toBeVisible({ timeout: 20_000 });
  const { name: file, lines } = await saved(page, () => download.click());
  expect(file).toMatch(/^switchboard-Plans.*\.ndjson$/);
  expect(lines.filter(({ type }) => type === 'message')).toMatchObject([
    { body: '项目计划 in this room', authorName: bo.account.name },
  ]);

  await page.getByRole('button', { name: t('exports.exportAll') }).click();
  const everything = files.filter({ hasText: t('exports.scopes.everything') });
  const all = everything.getByRole('button', {
    name: t('exports.downloadNamed', { title: t('exports.scopes.everything') }),
  });
  await expect(all).toBeVisible({ timeout: 30_000 });
  const whole = await saved(page, () => all.click());
  expect(whole.lines[0]).toMatchObject({ type: 'header', scope: 'everything' });
  expect(whole.lines.filter(({ type, name: called }) => type === 'person' && called === bo.account.name)).toHaveLength(
    1,
  );

  for (const row of [everything, room]) {
    await row.getByRole('button', { name: new RegExp(`^${t('exports.remove')}`) }).click();
    await page
      .getByRole('alertdialog')
      .getByRole('button', { name: t('exports.remove'), exact: true })
      .press('Enter');
    await expect(row).toHaveCount(0);
  }
});

test('a person takes their own along, on a phone and in Chinese; nobody else can have it', async ({ visit }) => {
  const [ada] = installation().admins;
  const lin = await colleague(visit, 'Lin', { entrance: 'instance-2', language: 'zh', viewport: phone });
  await directHistory(lin.account, ada, { bodies: ['Only between us'], read: 1 });
  await lin.at.open('/settings#your-data');
  const { page, t } = lin.at;
  await page.getByRole('button', { name: t('exports.exportOwn') }).press('Enter');
  const download = page.getByRole('button', {
    name: t('exports.downloadNamed', { title: t('exports.scopes.person') }),
  });
  await expect(download).toBeVisible({ timeout: 20_000 });
  const { lines, url } = await saved(page, () => download.press('Enter'));
  expect(lines.filter(({ type }) => type === 'person')).toMatchObject([
    { id: lin.account.id, email: lin.account.email },
  ]);
  expect(lines.filter(({ type }) => type === 'message')).toMatchObject([{ body: 'Only between us' }]);

  const path = new URL(url).pathname;
  const stranger = await visit({ account: ada, entrance: 'instance-1', path: '/chat' });
  const answer = await stranger.page.request.get(new URL(path, stranger.page.url()).href);
  expect([403, 404]).toContain(answer.status());
});
