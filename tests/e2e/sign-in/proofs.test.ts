import pg from 'pg';
import { paths } from '../../../protocol/index.ts';
import { type Instance, startInstance } from '../../../scripts/installation/instances.ts';
import { freePort } from '../../../scripts/installation/ports.ts';
import { createDatabase } from '../../../scripts/installation/postgres.ts';
import { type MailServer, startMailServer } from '../../support/mail/mail-server.ts';
import {
  type IdentityProvider,
  providerSettings,
  startIdentityProvider,
} from '../../support/oidc/identity-provider.ts';
import { oneTimeCode } from '../../support/one-time-code.ts';
import { type Account, newcomer, signUp } from '../accounts.ts';
import { installation } from '../installation.ts';
import { ChatPage } from '../pages/chat-page.ts';
import { ProgramsPage } from '../pages/programs-page.ts';
import { signInWith } from '../pages/sign-in-page.ts';
import { expect, test, type Visitor } from '../visitors.ts';

// One installation with mail and a provider for all of them, one after the other.
test.describe.configure({ mode: 'default' });

let alone: Instance;
let url: string;
let database: pg.Pool;
let mail: MailServer;
let provider: IdentityProvider;

test.beforeAll(async () => {
  const { postgresUrl, secrets } = installation();
  mail = await startMailServer();
  const port = await freePort();
  const databaseUrl = await createDatabase(postgresUrl);
  database = new pg.Pool({ connectionString: databaseUrl });
  const settings = { SMTP_URL: mail.url, MAIL_FROM: 'chat@example.com', ...providerSettings(port), SIGN_UP: 'open' };
  alone = await startInstance({ databaseUrl, env: { ...secrets, ...settings } }, { id: 'proofs' });
  url = alone.url.replace('127.0.0.1', 'localhost');
  provider = await startIdentityProvider(port, [`${url}${paths.auth}/oidc/callback`]);
});
test.afterAll(async () => {
  await provider?.close();
  await alone?.stop();
  await database?.end();
  await mail?.close();
});

/** As if everybody had signed in eleven minutes ago. */
const timePasses = () =>
  database.query(`update session set created_at = created_at - interval '11 minutes', confirmed_at = null`);

/** Not the page that only leads there: its address ends in the same way. */
const isSettings = ({ pathname }: URL): boolean => pathname === '/settings';

const person = async (name: string): Promise<Account> => signUp(url, newcomer(name));
const expectChat = async (visitor: Visitor) => {
  await expect(visitor.page).toHaveURL(/\/chat$/);
  await expect(new ChatPage(visitor).list).toBeVisible();
};

test('a forgotten password is changed by the link in a letter', async ({ visit }) => {
  const lin = await person('Lin');
  const at = await visit({ url, language: 'zh', path: '/sign-in' });
  const { page, t } = at;
  await page.getByRole('link', { name: t('auth.forgotten') }).click();
  await expect(page).toHaveURL(/\/forgotten$/);
  await page.getByRole('textbox', { name: t('auth.email'), exact: true }).fill(lin.email);
  await page.getByRole('button', { name: t('auth.forgottenSend'), exact: true }).click();
  await expect(page.getByRole('heading', { name: t('auth.forgottenSentTitle') })).toBeFocused();
  await expect.poll(() => mail.arrived.length).toBe(1);
  const link = /http:\S+/.exec(mail.arrived[0]?.text ?? '')?.[0] ?? '';
  await page.goto(link);
  const password = page.getByLabel(t('auth.newPassword'), { exact: true });
  await password.fill('a whole new password');
  await expect(page, 'the secret is gone from the address').toHaveURL(/\/new-password$/);
  await page.getByRole('button', { name: t('auth.newPasswordSet'), exact: true }).click();
  await expect(page.getByRole('heading', { name: t('auth.newPasswordDoneTitle') })).toBeVisible();
  await page.getByRole('link', { name: t('auth.signIn') }).click();
  await signInWith(at, lin.email, 'a whole new password');
  await expectChat(at);
  await page.goto(link);
  await password.fill('and yet another one');
  await page.getByRole('button', { name: t('auth.newPasswordSet'), exact: true }).click();
  await expect(page.getByText(t('account.errors.linkOver'))).toBeVisible();
});

test('a second step is set up with a telephone, asked for when signing in, and turned off after a proof', async ({
  visit,
}) => {
  const lin = await person('Lin');
  const at = await visit({ url, account: lin, path: '/settings' });
  const { page, t } = at;
  await page.getByRole('button', { name: t('security.setUp') }).click();
  await expect(page.getByRole('img', { name: t('security.qr') })).toBeVisible();
  const key = (await page.locator('#second-step code').innerText()).replaceAll(' ', '');
  const code = page.getByRole('textbox', { name: t('security.code'), exact: true });
  await code.fill('000000');
  await page.getByRole('button', { name: t('security.turnOn'), exact: true }).click();
  await expect(code).toHaveAccessibleDescription(t('account.errors.secondCodeWrong'));
  // Between now and when it arrives the next step may begin: each code is still, or already, one that is taken.
  await code.fill(oneTimeCode(key));
  await page.getByRole('button', { name: t('security.turnOn'), exact: true }).click();
  const recovery = page.getByRole('list', { name: t('security.recoveryCodes') }).getByRole('listitem');
  await expect(recovery).toHaveCount(10);
  const kept = await recovery.first().innerText();

  const phone = await visit({ url, path: '/sign-in?next=/settings' });
  await signInWith(phone, lin.email, lin.password);
  await expect(phone.page.getByRole('heading', { name: t('auth.secondStepTitle') })).toBeVisible();
  await phone.open('/sign-in?next=/settings');
  const second = phone.page.getByRole('textbox', { name: t('account.code'), exact: true });
  await second.fill(oneTimeCode(key, 1));
  await phone.page.getByRole('button', { name: t('auth.secondStepGo'), exact: true }).click();
  await expect(phone.page).toHaveURL(isSettings);

  await timePasses();
  await phone.page.getByRole('button', { name: t('security.turnOff'), exact: true }).click();
  const sure = phone.page.getByRole('alertdialog');
  await sure.getByRole('button', { name: t('security.turnOff'), exact: true }).click();
  const proof = phone.page.getByRole('dialog', { name: t('account.confirmTitle') });
  await proof.getByRole('button', { name: t('account.confirmByCode') }).click();
  await proof.getByRole('textbox', { name: t('account.code'), exact: true }).fill(kept);
  await proof.getByRole('button', { name: t('account.confirm'), exact: true }).click();
  await expect(phone.page.getByRole('button', { name: t('security.setUp') })).toBeVisible();
});

test('a token asks for the password again after ten minutes, and is then made', async ({ visit }) => {
  const lin = await person('Lin');
  const at = await visit({ url, account: lin, path: '/settings/programs' });
  const { page, t } = at;
  await timePasses();
  const making = new ProgramsPage(at).makeToken('deploy bot');
  const dialog = page.getByRole('dialog', { name: t('account.confirmTitle') });
  const password = dialog.getByLabel(t('account.password'), { exact: true });
  await password.fill('a wrong guess');
  await page.keyboard.press('Enter');
  await expect(password).toHaveAccessibleDescription(t('account.errors.passwordWrong'));
  await password.fill(lin.password);
  await page.keyboard.press('Enter');
  expect(await making).toMatch(/^swb_/);
  await expect(dialog).toBeHidden();
});

test('somebody comes in with the account of their organisation, and is told why not when it proves too little', async ({
  visit,
}) => {
  provider.knows({ sub: 'lin', email: 'lin@example.com', email_verified: true, name: 'Lin Yue' });
  const eve = await person('Eve');
  provider.knows({ sub: 'eve', email: eve.email, email_verified: true, name: 'Eve' });
  const at = await visit({ url, path: '/sign-in' });
  const { page, t } = at;
  const go = async (who: string) => {
    await page.getByRole('button', { name: t('auth.continueWith', { name: 'Example Login' }) }).click();
    await page.getByLabel('Who are you?').fill(who);
    await page.getByRole('button', { name: 'Sign in' }).click();
  };
  await go('eve');
  await expect(page.getByText(t('account.errors.addressNotConfirmed'))).toBeVisible();
  await page.context().clearCookies();
  await at.open('/sign-in');
  await go('lin');
  await expectChat(at);
  await at.open('/settings');
  await expect(page.getByText(t('security.providerLinked', { name: 'Example Login' }))).toBeVisible();
});

test('a passkey on the device signs in without password and second step, and an answer of it counts once', async ({
  visit,
}) => {
  const lin = await person('Lin');
  const at = await visit({ url, account: lin, path: '/settings' });
  const { page, t } = at;
  const devices = await page.context().newCDPSession(page);
  await devices.send('WebAuthn.enable');
  await devices.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      ...{ protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true },
      ...{ isUserVerified: true, automaticPresenceSimulation: true },
    },
  });
  await page.getByRole('button', { name: t('security.addPasskey') }).click();
  await expect(page.getByRole('list', { name: t('security.passkeys') }).getByRole('listitem')).toHaveCount(1);

  await page.context().clearCookies();
  await at.open('/sign-in?next=/settings');
  const sending = page.waitForRequest((request) => request.url().endsWith('/passkeys/sign-in'));
  await page.getByRole('button', { name: t('auth.byPasskey') }).click();
  const answer = (await sending).postData() ?? '';
  await expect(page).toHaveURL(isSettings);
  await expect(page.getByText(t('security.passkeyNeverUsed'))).toHaveCount(0);
  await expect(page.getByRole('list', { name: t('security.passkeys') })).toBeVisible();
  const replayed = await fetch(`${url}${paths.auth}/passkeys/sign-in`, {
    ...{ method: 'POST', body: answer, headers: { 'content-type': 'application/json', origin: url } },
  });
  expect(replayed.status).toBe(403);

  await timePasses();
  await page.getByRole('button', { name: /^Remove the passkey/ }).click();
  await page
    .getByRole('alertdialog')
    .getByRole('button', { name: t('security.removePasskey'), exact: true })
    .click();
  const proof = page.getByRole('dialog', { name: t('account.confirmTitle') });
  await proof.getByRole('button', { name: t('account.confirmByPasskey') }).click();
  await expect(page.getByRole('list', { name: t('security.passkeys') })).toHaveCount(0);
});
