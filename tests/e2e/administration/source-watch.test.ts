import { query } from '../database.ts';
import { installation } from '../installation.ts';
import { expectNothingFound } from '../look/axe.ts';
import { overHttp, ticketEvent } from '../tickets/ticket-events.ts';
import { expect, test } from '../visitors.ts';

test('an admin says by keyboard what is expected of a source, reads that it is silent, and takes it back', async ({
  visit,
}) => {
  const [ada] = installation().admins;
  expect((await overHttp(ticketEvent())).status).toBe(200);
  const admin = await visit({ account: ada, entrance: 'instance-2', path: '/admin/sources' });
  const { page, t } = admin;
  const card = page.getByRole('region', { name: t('sources.names.http'), exact: true });
  const name = t('sources.names.http');
  const change = card.getByRole('button', { name: t('sources.changeOf', { name }) });
  await expect(card).toContainText(t('sources.expectsNothing'));
  await change.focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: t('sources.expectOf', { name }) });
  const minutes = dialog.getByRole('spinbutton', { name: t('sources.minutes') });
  await expect(minutes).toBeFocused();
  await minutes.fill('0');
  await page.keyboard.press('Enter');
  await expect(dialog).toContainText(t('sources.minutesWrong', { most: 10_080 }));
  await expectNothingFound(admin, dialog, 'what is expected of a source');
  await minutes.fill('30');
  await dialog.getByRole('button', { name: t('sources.propose') }).press('Enter');
  await expect(dialog.getByRole('status')).not.toBeEmpty();
  await dialog.getByRole('button', { name: t('actions.save'), exact: true }).press('Enter');
  await expect(dialog).toHaveCount(0);
  await expect(change).toBeFocused();
  await expect(card).toContainText('08:00 – 18:00');

  // Nothing ever comes from RabbitMQ here.
  await query(
    `insert into source_watch (source, minutes, days, from_time, to_time, time_zone, silent_since, changed_at, changed_by_id)
     select 'rabbitmq', 1, '{1,2,3,4,5,6,7}', '00:00', '00:00', 'UTC', d.at, d.at, gen_random_uuid()
     from (select date_trunc('milliseconds', now() - interval '1 day') as at) d`,
    [],
  );
  const silent = page.getByRole('region', { name: t('sources.names.rabbitmq'), exact: true });
  const alarms = silent.getByRole('list', { name: t('sources.alarms') });
  await expect(alarms).toContainText(t('sources.alarm.silent'));
  await expectNothingFound(admin, alarms, 'a source with an alarm');
  await silent.getByRole('button', { name: t('sources.changeOf', { name: t('sources.names.rabbitmq') }) }).click();
  await page.getByRole('button', { name: t('sources.expectNothing') }).click();
  await expect(silent).toHaveCount(0);
  await change.click();
  await dialog.getByRole('button', { name: t('sources.expectNothing') }).click();
  await expect(card).toContainText(t('sources.expectsNothing'));
});
