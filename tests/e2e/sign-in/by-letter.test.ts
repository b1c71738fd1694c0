import { join } from 'node:path';
import type { Instance } from '../../../scripts/installation/instances.ts';
import { until } from '../../../scripts/installation/waiting.ts';
import { type Arrived, type MailServer, startMailServer } from '../../support/mail/mail-server.ts';
import { type Account, newcomer, signUp } from '../accounts.ts';
import { expectNothingFound } from '../look/axe.ts';
import { startNewInstallation } from '../spare-instances.ts';
import { expect, test, type VisitOptions, type Visitor } from '../visitors.ts';

const phone = { width: 390, height: 844 };
const wide = { width: 1440, height: 900 };

let server: MailServer;
let instances: [Instance, Instance];
let stop = async () => {};
let admin: Account;

// One after the other: they share a new installation, whose letters arrive at a real SMTP server.
test.describe.configure({ mode: 'serial' });

test.beforeAll(async () => {
  server = await startMailServer();
  const started = await startNewInstallation({ SMTP_URL: server.url, MAIL_FROM: 'chat@corp.example' });
  instances = started.instances;
  stop = started.stop;
  admin = await signUp(instances[0].url, newcomer('Ada'));
});
test.afterAll(async () => {
  await stop();
  await server?.close();
});

type Visit = (options?: VisitOptions) => Promise<Visitor>;
const on = (which: 0 | 1, options: VisitOptions = {}): VisitOptions => ({ ...options, url: instances[which].url });
const asAdmin = (visit: Visit) => visit(on(0, { account: admin, viewport: wide, colorScheme: 'light' }));

/** The next letter to somebody. */
const letterTo = async (email: string): Promise<Arrived> => {
  const find = () => server.arrived.findIndex(({ to }) => to.includes(email));
  await until(`a letter to ${email}`, () => find() >= 0);
  const [letter] = server.arrived.splice(find(), 1);
  if (letter === undefined) throw new Error('the letter is gone');
  return letter;
};

/** Where the link of a letter leads, on whatever instance. */
const pathIn = ({ text }: Arrived): string => /http:\/\/[^/\s]+(\/\S*)/.exec(text)?.[1] ?? 'no link';

/** @param shown what must be there, and then axe finds nothing and there is a picture of it */
const look = async (visitor: Visitor, name: string, shown: ReturnType<Visitor['page']['getByText']>) => {
  await expectNothingFound(visitor, shown, name);
  const path = join(test.info().project.outputDir, 'look', `${name}.png`);
  await visitor.page.screenshot({ path, animations: 'disabled' });
};

test('an admin names a domain, and whoever has an address of it makes an account by a letter', async ({ visit }) => {
  const ada = await asAdmin(visit);
  await ada.open('/admin/workspace');
  const policy = ada.page.getByRole('radio', { name: ada.t('workspace.policies.domain') });
  const domains = ada.page.getByRole('textbox', { name: ada.t('workspace.domains'), exact: true });
  await policy.click();
  await expect(domains).toHaveAccessibleDescription(ada.t('reasons.no_domain'));
  await domains.fill('corp.example, corp');
  await domains.press('Enter');
  await expect(domains).toHaveAccessibleDescription(ada.t('workspace.domainWrong', { domain: 'corp' }));
  await domains.fill('corp.example');
  await domains.press('Enter');
  await expect(ada.page.getByText(ada.t('app.saved'))).toBeVisible();
  await policy.click();
  await expect(policy).toBeChecked();
  await look(ada, 'by-letter-workspace', policy);

  const lin = await visit(on(1, { viewport: phone, language: 'zh', colorScheme: 'dark' }));
  const { page, t } = lin;
  const button = (name: Parameters<typeof t>[0]) => page.getByRole('button', { name: t(name), exact: true });
  await lin.open('/sign-up');
  const email = page.getByRole('textbox', { name: t('auth.email'), exact: true });
  await email.fill('lin@elsewhere.example');
  await button('auth.letterSend').click();
  await expect(email).toHaveAccessibleDescription(t('account.errors.domainNotAllowed'));
  await look(lin, 'by-letter-refused', email);
  await email.fill('Lin@corp.example');
  await email.press('Enter');
  await look(lin, 'by-letter-sent', page.getByRole('heading', { name: t('auth.letterSentTitle'), level: 1 }));
  const first = pathIn(await letterTo('lin@corp.example'));
  await button('auth.letterAgain').click();
  await expect(page.getByText(t('auth.letterSentAgain'))).toBeVisible();
  const second = pathIn(await letterTo('lin@corp.example'));

  await lin.open(first);
  await expect(page.getByText(t('account.errors.linkOver'))).toBeVisible();
  await look(lin, 'by-letter-over', page.getByText(t('account.errors.linkOver')));
  await lin.open(second);
  await expect(email).toHaveValue('lin@corp.example');
  await expect(page).toHaveURL(/\/sign-up$/);
  await page.getByRole('textbox', { name: t('account.name'), exact: true }).fill('林');
  await look(lin, 'by-letter-form', email);
  await page.getByLabel(t('account.password'), { exact: true }).fill('correct horse battery');
  await button('auth.signUp').click();
  await expect(page).toHaveURL(/\/chat$/);
});

test('whoever changes their address follows the link of a letter, signed in', async ({ visit }) => {
  const ada = await asAdmin(visit);
  const { page, t } = ada;
  await ada.open('/settings#address');
  const group = page.locator('#address');
  await expect(group).toContainText(t('settings.addressOpen'));
  const field = page.getByRole('textbox', { name: t('settings.newAddress'), exact: true });
  await field.fill('not an address');
  await field.press('Enter');
  await expect(field).toHaveAccessibleDescription(t('account.errors.emailInvalid'));
  await field.fill('ada@new.example');
  await field.press('Enter');
  await expect(group).toContainText(t('settings.addressSent', { email: 'ada@new.example' }));
  await group.scrollIntoViewIfNeeded();
  await look(ada, 'by-letter-settings', field);
  const path = pathIn(await letterTo('ada@new.example'));

  const elsewhere = await visit(on(1, { viewport: phone, language: 'zh', colorScheme: 'dark' }));
  await elsewhere.open(path);
  await look(elsewhere, 'by-letter-elsewhere', elsewhere.page.getByText(elsewhere.t('auth.confirmAddressSignIn')));
  await ada.open(path);
  const confirm = page.getByRole('button', { name: t('auth.confirmAddress'), exact: true });
  await look(ada, 'by-letter-confirm', confirm);
  await confirm.click();
  await expect(page.getByRole('heading', { name: t('auth.confirmAddressDoneTitle'), level: 1 })).toBeFocused();
  await page.getByRole('link', { name: t('auth.backToSettings') }).click();
  await expect(group).toContainText('ada@new.example');
  await expect(group).toContainText(t('settings.addressConfirmed'));
  expect((await letterTo(admin.email)).subject).toBe('Your account has another e-mail address');
  await ada.open(path);
  await confirm.click();
  await expect(page.getByText(t('account.errors.linkOver'))).toBeVisible();
});

test('an admin invites by mail, sees what became of letters, and has one tried again', async ({ visit }) => {
  const ada = await asAdmin(visit);
  const { page, t } = ada;
  const dialog = page.getByRole('dialog');
  await ada.open('/admin/invitations');
  await page.getByRole('button', { name: t('invitations.invite'), exact: true }).click();
  const emails = dialog.getByRole('textbox', { name: t('invitations.emails'), exact: true });
  await emails.fill('max@else.example, max');
  await expect(dialog.getByRole('textbox', { name: t('invitations.uses'), exact: true })).toHaveCount(0);
  await dialog.getByRole('button', { name: t('invitations.send'), exact: true }).click();
  await expect(emails).toHaveAccessibleDescription(t('invitations.emailWrong', { email: 'max' }));
  await look(ada, 'by-letter-invite', emails);
  await emails.fill('max@else.example, mia@else.example');
  await dialog.getByRole('button', { name: t('invitations.send'), exact: true }).click();
  await expect(page.getByText(t('invitations.sent', { count: 2 }))).toBeVisible();
  await expect(dialog).toHaveCount(0);
  const max = await visit(on(1, { viewport: phone }));
  await max.open(pathIn(await letterTo('max@else.example')));
  await expect(max.page.getByText(max.t('auth.invitedBy', { name: admin.name }))).toBeVisible();
  expect(pathIn(await letterTo('mia@else.example'))).not.toBe(new URL(max.page.url()).pathname);

  await ada.open('/admin/mail');
  const letters = page.getByRole('list', { name: t('mail.title'), exact: true });
  await expect(letters.getByText(t('mail.kinds.invitation'))).toHaveCount(2);
  await expect(page.getByText('max@else.example')).toHaveCount(0);
  server.refuse(100, 451, 'greylisted, come back');
  await page.getByRole('button', { name: t('mail.test'), exact: true }).click();
  const own = letters.getByRole('listitem').filter({ hasText: t('mail.kinds.test') });
  await expect(own).toContainText('greylisted, come back');
  await look(ada, 'by-letter-mail', own);
  server.refuse(0, 0, '');
  await own.getByRole('button', { name: t('mail.tryAgain') }).click();
  await letterTo('ada@new.example');
  await expect(own).toContainText(t('mail.states.sent'));
  await page.getByRole('combobox', { name: t('mail.filterBy', { field: t('mail.kind') }) }).click();
  await page.getByRole('option', { name: t('mail.kinds.test'), exact: true }).click();
  await expect(letters.getByRole('listitem')).toHaveCount(1);
  expect(new URL(page.url()).searchParams.get('kind')).toBe('test');
  const small = await visit(on(1, { account: admin, viewport: phone, language: 'zh', colorScheme: 'dark' }));
  await small.open('/admin/mail');
  await look(small, 'by-letter-mail-phone', small.page.getByText(small.t('mail.kinds.test')).first());
});

test('an admin hands over a link to a new password, which is shown once', async ({ visit }) => {
  const ada = await asAdmin(visit);
  const { page, t } = ada;
  await ada.open(`/admin/people?query=lin@corp.example`);
  const row = page.getByRole('list', { name: t('accounts.title') }).getByRole('listitem');
  await row.getByRole('button', { name: t('accounts.more', { name: '林' }) }).click();
  await page.getByRole('menuitem', { name: t('accounts.resetLink') }).click();
  const link = page.getByRole('dialog').getByRole('textbox', { name: t('accounts.resetLink'), exact: true });
  await expect(link).toHaveValue(/\/new-password#token=/);
  await expect(link).toBeFocused();
  await look(ada, 'by-letter-reset', link);
  const { pathname, hash } = new URL(await link.inputValue());
  await page.getByRole('button', { name: t('actions.done'), exact: true }).click();
  await expect(link).toHaveCount(0);

  const lin = await visit(on(1, { viewport: phone }));
  await lin.open(`${pathname}${hash}`);
  await lin.page.getByLabel(lin.t('auth.newPassword'), { exact: true }).fill('a whole new password');
  await lin.page.getByRole('button', { name: lin.t('auth.newPasswordSet'), exact: true }).click();
  await expect(lin.page.getByRole('heading', { name: lin.t('auth.newPasswordDoneTitle'), level: 1 })).toBeVisible();
  await lin.open('/sign-in');
  await lin.page.getByRole('textbox', { name: lin.t('auth.email'), exact: true }).fill('lin@corp.example');
  await lin.page.getByLabel(lin.t('account.password'), { exact: true }).fill('a whole new password');
  await lin.page.getByRole('button', { name: lin.t('auth.signIn'), exact: true }).click();
  await expect(lin.page).toHaveURL(/\/chat/);
});
