import { randomUUID } from 'node:crypto';
import { paths } from '../../../protocol/index.ts';
import { sign } from '../../../server/sources/signature.ts';
import { installation } from '../installation.ts';
import { SourcesPage } from '../pages/sources-page.ts';
import { colleague } from '../people.ts';
import { ticketEvent } from '../tickets/ticket-events.ts';
import { expect, test } from '../visitors.ts';

test('an admin names a source, makes tickets of its events by a mapping from a sample, and a colleague on another instance sees whose they are', async ({
  visit,
}) => {
  const [ada, bo] = installation().admins;
  const mark = randomUUID().slice(0, 8);
  const [key, name] = [`alerts-${mark}`, `Alerts ${mark}`];
  const other = await visit({ account: bo, entrance: 'instance-2', path: '/admin/tickets' });
  const admin = await visit({ account: ada, entrance: 'instance-1', path: '/admin/sources' });
  const { page, t } = admin;
  const sources = new SourcesPage(admin);
  await page.getByRole('link', { name: t('namedSources.new') }).click();
  await sources.field('name').fill(name);
  await sources.field('key').fill('Not a key');
  await sources.create();
  await expect(sources.form.getByText(t('namedSources.keyWrong'))).toBeVisible();
  await sources.field('key').fill(key);
  await sources.create();
  const secret = await sources.secret();
  expect(secret).toMatch(/^[0-9a-f]{64}$/);
  await expect(page).toHaveURL(new RegExp(`/admin/sources/${key}$`));

  const ticketId = `ALERT-${mark}`;
  const foreign = { alert: { id: mark, ticket: ticketId, text: `Disk of ${mark} is full` }, region: 'eu' };
  const { eventId: _, ticketId: __, title: ___, ...rest } = ticketEvent();
  const expression = `$merge([${JSON.stringify(rest)}, {
    "eventId": alert.id, "ticketId": alert.ticket, "title": alert.text, "region": region }])`;
  await sources.write('sample', JSON.stringify(foreign));
  await sources.write('expression', '{ "eventId": ');
  await expect(sources.result).toContainText('mapping: ');
  await sources.write('expression', expression);
  await expect(sources.result).toContainText(foreign.alert.text);
  await sources.press('tryPast');
  await expect(sources.mapping.getByText(t('namedSources.trialNone'))).toBeVisible();
  await sources.press('saveMapping');
  await expect(sources.mapping.getByText(t('app.saved'))).toBeVisible();

  const post = async () => {
    const body = Buffer.from(JSON.stringify(foreign));
    const address = `${installation().url}${paths.ingest}/${key}`;
    return fetch(address, { method: 'POST', headers: sign(secret, body), body });
  };
  // What another instance knows of the source is a second old at most.
  await expect.poll(async () => (await (await post()).json()).data?.results[0].outcome).toMatch(/created|repeated/);
  await other.page.getByRole('button', { name: ticketId }).click();
  const drawer = other.page.getByRole('complementary');
  await expect(drawer.getByText(name, { exact: true })).toBeVisible();
  await expect(drawer.getByText(foreign.alert.text).first()).toBeVisible();

  await sources.press('pause');
  await expect(page.getByText(t('namedSources.pausedHint'))).toBeVisible();
  await expect.poll(async () => (await post()).status).toBe(503);
});

test('whoever works tickets and is no admin sees no sources', async ({ visit }) => {
  const mia = await colleague(visit, 'Mia', { entrance: 'instance-2' });
  for (const path of ['/admin/sources', '/admin/sources/new', '/admin/sources/anything'])
    expect(await mia.at.open(path)).toBe(404);
});
