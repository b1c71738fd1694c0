import { randomUUID } from 'node:crypto';
import sharp from 'sharp';
import { oneTimeCode } from '../../support/one-time-code.ts';
import { newcomer, signUp } from '../accounts.ts';
import { installation } from '../installation.ts';
import { ProgramsPage } from '../pages/programs-page.ts';
import { signInWith } from '../pages/sign-in-page.ts';
import { SourcesPage } from '../pages/sources-page.ts';
import { TicketsPage } from '../pages/tickets-page.ts';
import { startNewInstallation } from '../spare-instances.ts';
import { overHttp, ticketEvent } from '../tickets/ticket-events.ts';
import { expect, test, type Visitor } from '../visitors.ts';
import { lookAt, looksOr, wide } from './look.ts';

const dialog = ({ page }: Visitor) => page.getByRole('dialog');
const closed = async (visitor: Visitor) => {
  await visitor.page.keyboard.press('Escape');
  await expect(dialog(visitor)).toHaveCount(0);
};

for (const seen of looksOr('zh dark')) {
  const { language, colorScheme } = seen;
  const options = { entrance: 'instance-1', language, colorScheme, viewport: wide } as const;

  test(`axe finds nothing on the dialogs of status, do not disturb and of cutting a picture, ${colorScheme} and in ${language}`, async ({
    visit,
  }) => {
    const account = await signUp(installation().url, newcomer('Lin Yue'));
    const visitor = await visit({ ...options, account, path: '/settings' });
    const { page, t } = visitor;
    for (const [entry, name] of [
      ['frame.setStatus', 'status'],
      ['frame.quiet.start', 'do-not-disturb'],
    ] as const) {
      await page.getByRole('button', { name: t('frame.account', { name: account.name }) }).click();
      await page.getByRole('menuitem', { name: t(entry) }).click();
      await lookAt(visitor, seen, { name, shown: dialog });
      await closed(visitor);
    }
    const picture = { create: { width: 900, height: 500, channels: 3, background: '#2a7' } } as const;
    const buffer = await sharp(picture).png().toBuffer();
    await page.locator('input[type=file]').setInputFiles({ name: 'me.png', mimeType: 'image/png', buffer });
    const part = () => page.getByRole('group', { name: t('pictures.part') });
    await lookAt(visitor, seen, { name: 'picture-crop', shown: part });
    await closed(visitor);
  });

  test(`axe finds nothing on the dialogs that make bots, tokens and webhooks, ${colorScheme} and in ${language}`, async ({
    visit,
  }) => {
    const account = await signUp(installation().url, newcomer('Lin Yue'));
    const visitor = await visit({ ...options, account, path: '/settings/programs' });
    const { page, t } = visitor;
    const programs = new ProgramsPage(visitor);
    for (const what of ['newBot', 'newToken', 'newHook'] as const) {
      await programs.begin(what);
      await lookAt(visitor, seen, { name: `programs-${what}`, shown: dialog });
      await closed(visitor);
    }
    await programs.makeBot('Deploy bot');
    await expect(programs.bots.getByRole('listitem')).toHaveCount(1);
    await page.getByRole('button', { name: t('programs.editBot', { name: 'Deploy bot' }) }).click();
    await lookAt(visitor, seen, { name: 'programs-edit-bot', shown: dialog });
    await closed(visitor);
    await programs.makeToken('deploys', 'Deploy bot');
    const secret = () => page.getByLabel(t('programs.tokenValue'));
    await lookAt(visitor, seen, { name: 'programs-secret', shown: secret });
  });

  test(`axe finds nothing on the pages of a named source, ${colorScheme} and in ${language}`, async ({ visit }) => {
    const [ada] = installation().admins;
    const visitor = await visit({ ...options, account: ada, path: '/admin/sources/new' });
    const { page, t } = visitor;
    const sources = new SourcesPage(visitor);
    await sources.choose('kafka');
    await sources.create();
    await lookAt(visitor, seen, {
      name: 'source-new',
      shown: () => sources.form.getByText(t('namedSources.nameMissing')),
    });
    await sources.choose('http');
    await sources.field('name').fill('Help desk');
    await sources.field('key').fill(`desk-${randomUUID().slice(0, 8)}`);
    await sources.create();
    const secret = () => page.getByLabel(t('namedSources.secretLabel'));
    await lookAt(visitor, seen, { name: 'source-secret', shown: secret });
    await sources.secret();
    await sources.write('expression', '{ "eventId": id }');
    await sources.write('sample', '{ "id": "a long word without a blank, as ids are: 018f-4c1e-9a70-7d1e" }');
    const refused = () => sources.result.getByText(/mapping: /);
    await refused().scrollIntoViewIfNeeded();
    await lookAt(visitor, seen, { name: 'source-mapping', shown: refused });
    await sources.press('rotate');
    await lookAt(visitor, seen, { name: 'source-rotate', shown: dialog });
    await closed(visitor);
    await sources.press('pause');
    const paused = () => page.getByText(t('namedSources.pausedHint'));
    await lookAt(visitor, seen, { name: 'source-paused', shown: paused });
    const none = () => page.getByText(t('namedSources.missing'));
    await lookAt(visitor, seen, { name: 'source-missing', path: '/admin/sources/nothing-here', shown: none });
  });

  test(`axe finds nothing on what is asked of a ticket, its notes and the talk about it, ${colorScheme} and in ${language}`, async ({
    visit,
  }) => {
    const event = ticketEvent({ title: '差旅报销 – a title that is long enough to need two lines in the drawer' });
    await overHttp(event);
    const visitor = await visit({ ...options, account: installation().admins[0], path: '/admin/tickets' });
    const { page, t } = visitor;
    const drawer = await new TicketsPage(visitor).open(event.ticketId);
    await expect(drawer).toContainText(event.reason);
    for (const [key, name] of [
      ['s', 'ticket-snooze'],
      ['e', 'ticket-outcome'],
      ['c', 'ticket-duplicate'],
    ] as const) {
      await page.keyboard.press(key);
      await lookAt(visitor, seen, { name, shown: dialog });
      await closed(visitor);
    }
    const field = drawer.getByRole('textbox', { name: t('tickets.noteWrite') });
    await field.fill('已联系申请人\nwaiting for the receipt');
    await field.press('Enter');
    await field.press('Escape');
    const note = () => drawer.getByRole('listitem').filter({ hasText: '已联系申请人' });
    await lookAt(visitor, seen, { name: 'ticket-note', shown: note });
    await page.keyboard.press('d');
    await lookAt(visitor, seen, { name: 'ticket-discussion', shown: () => drawer.getByRole('article').first() });
  });

  test(`axe finds nothing on the dialog that deletes an account, ${colorScheme} and in ${language}`, async ({
    visit,
  }) => {
    const { url, admins } = installation();
    const { name, email } = await signUp(url, newcomer('Lin Yue'));
    const visitor = await visit({ ...options, account: admins[0], path: `/admin/people?query=${email}` });
    const { page, t } = visitor;
    await page.getByRole('button', { name: t('accounts.more', { name }) }).click();
    await page.getByRole('menuitem', { name: t('accounts.delete') }).click();
    await lookAt(visitor, seen, { name: 'delete-account-kept', shown: dialog });
    await dialog(visitor)
      .getByRole('radio', { name: t('accounts.messages.removed') })
      .check();
    await dialog(visitor).getByRole('textbox').fill('Somebody else');
    await page.keyboard.press('Enter');
    const wrong = () => page.getByText(t('accounts.deleteNameWrong', { name }));
    await lookAt(visitor, seen, { name: 'delete-account-removed', shown: wrong });
  });

  test(`axe finds nothing on the pages of the second step, ${colorScheme} and in ${language}`, async ({ visit }) => {
    const account = await signUp(installation().url, newcomer('Lin Yue'));
    const visitor = await visit({ ...options, account, path: '/settings#second-step' });
    const { page, t } = visitor;
    await page.getByRole('button', { name: t('security.setUp') }).click();
    const code = () => page.getByRole('img', { name: t('security.qr') });
    await lookAt(visitor, seen, { name: 'second-step-set-up', shown: code });
    const key = (await page.locator('#second-step code').innerText()).replaceAll(' ', '');
    await page.getByRole('textbox', { name: t('security.code'), exact: true }).fill(oneTimeCode(key));
    await page.getByRole('button', { name: t('security.turnOn'), exact: true }).click();
    const recovery = () => page.getByRole('list', { name: t('security.recoveryCodes') });
    await lookAt(visitor, seen, { name: 'second-step-recovery', shown: recovery });
    const guest = await visit({ ...options, path: '/sign-in' });
    await signInWith(guest, account.email, account.password);
    const title = () => guest.page.getByRole('heading', { name: t('auth.secondStepTitle') });
    await lookAt(guest, seen, { name: 'second-step', shown: title });
  });
}

test('axe finds nothing on the first steps of a new installation', async ({ visit }) => {
  test.slow();
  const { instances, stop } = await startNewInstallation();
  try {
    const account = await signUp(instances[0].url, newcomer('Ada'));
    for (const seen of looksOr('zh dark')) {
      const visitor = await visit({ url: instances[0].url, ...seen, viewport: wide, account, path: '/chat' });
      const { page, t } = visitor;
      const steps = () =>
        page.getByRole('region', { name: t('firstMinutes.title'), exact: true }).filter({ visible: true });
      await lookAt(visitor, seen, { name: 'first-steps', path: '/chat', shown: steps });
    }
  } finally {
    await stop();
  }
});
