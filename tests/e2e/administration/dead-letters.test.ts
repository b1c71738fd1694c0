import { installation } from '../installation.ts';
import { colleague } from '../people.ts';
import { deadLettersWith, overHttp, ticketEvent } from '../tickets/ticket-events.ts';
import { expect, test, type Visitor } from '../visitors.ts';

const desk = ({ page, t }: Visitor) => {
  const dialog = (name: string | RegExp) => page.getByRole('dialog', { name });
  return {
    group: (kind: string) =>
      page
        .getByRole('region', { name: t('deadLetters.groups') })
        .getByRole('listitem')
        .filter({ hasText: kind }),
    letter: (words: string) => page.getByRole('button').filter({ hasText: words }),
    dialog,
    press: (name: string) => page.getByRole('button', { name, exact: true }).click(),
    show: (state: 'standing' | 'mended' | 'discarded') =>
      page.getByRole('radio', { name: t(`deadLetters.states.${state}`), exact: true }).click(),
  };
};

test('what could not be read is found by what is wrong, written anew, and is a ticket to a colleague on another instance', async ({
  visit,
}) => {
  const [ada, bo] = installation().admins;
  const [admin, other] = [
    await visit({ account: ada, entrance: 'instance-1', path: '/admin/dead-letters' }),
    await visit({ account: bo, entrance: 'instance-2', path: '/admin/tickets' }),
  ];
  const { page, t } = admin;
  const broken = ticketEvent();
  const right = { ...broken, title: `Mended ${broken.ticketId}` };
  expect((await overHttp({ ...broken, title: undefined })).status).toBe(200);
  const [kept] = await deadLettersWith(broken.eventId);

  await admin.open('/admin/dead-letters');
  const { group, letter, dialog, press } = desk(admin);
  await expect(group(kept?.error ?? '')).toHaveCount(1);
  await group(kept?.error ?? '')
    .getByRole('button')
    .first()
    .click();
  await expect(page).toHaveURL(/kind=/);
  await letter(broken.ticketId).first().click();
  const opened = dialog(t('deadLetters.letter'));
  await expect(opened).toContainText(kept?.error ?? '');

  const field = opened.getByRole('textbox', { name: t('deadLetters.mendLabel') });
  await field.fill(JSON.stringify({ ...right, priority: 'whenever' }));
  await press(t('deadLetters.mend'));
  await expect(opened).toContainText(/priority: /);
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  await field.fill(JSON.stringify(right));
  await press(t('deadLetters.mend'));
  await expect(opened.getByRole('link', { name: broken.ticketId })).toBeVisible();
  await expect(other.page.getByRole('button', { name: broken.ticketId })).toBeVisible();
  await opened.getByRole('link', { name: broken.ticketId }).click();
  await expect(page.getByRole('complementary').getByText(right.title).first()).toBeVisible();
});

test('many are read again after a look at what would become of them, put away for a reason, and taken back', async ({
  visit,
}) => {
  const [ada] = installation().admins;
  const letters = Array.from({ length: 3 }, () => ({ ...ticketEvent(), rejectedBy: undefined, requester: 7 }));
  expect((await overHttp(letters)).status).toBe(200);
  const [kept] = await deadLettersWith(letters[0]?.eventId ?? '');
  const kind = kept?.error ?? '';
  const admin = await visit({ account: ada, entrance: 'instance-3', language: 'zh', path: '/admin/dead-letters' });
  const { page, t } = admin;
  const { group, dialog, show } = desk(admin);

  await group(kind)
    .getByRole('button', { name: t('deadLetters.retry') })
    .click();
  const asked = dialog(t('deadLetters.retryTitle', { count: 3 }));
  await expect(asked).toContainText(t('deadLetters.forecast', { passes: 0, fails: 3 }));
  await asked.getByRole('button', { name: t('deadLetters.retry'), exact: true }).click();
  await expect(page.getByText(t('deadLetters.outcomes.retry', { passed: 0, failed: 3 }))).toBeVisible();

  await group(kind)
    .getByRole('button', { name: t('deadLetters.discard') })
    .click();
  const why = dialog(t('deadLetters.discardTitle', { count: 3 }));
  await why.getByRole('button', { name: t('deadLetters.discard'), exact: true }).click();
  await expect(why).toContainText(t('deadLetters.reasonMissing'));
  await why.getByRole('textbox', { name: t('deadLetters.reason') }).fill('测试');
  await page.keyboard.press('Enter');
  await expect(group(kind)).toHaveCount(0);
  await show('discarded');
  await expect(page).toHaveURL(/state=discarded/);
  await group(kind)
    .getByRole('button', { name: t('deadLetters.restore') })
    .click();
  await expect(group(kind)).toHaveCount(0);
  await show('standing');
  await expect(group(kind)).toHaveCount(1);
});

test('whoever works tickets and is no admin sees no dead letters', async ({ visit }) => {
  const mia = await colleague(visit, 'Mia', { entrance: 'instance-2' });
  expect(await mia.at.open('/admin/dead-letters')).toBe(404);
});
