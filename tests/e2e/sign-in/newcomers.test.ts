import type { Locator } from '@playwright/test';
import sharp from 'sharp';
import { encode } from 'uqr';
import { setupCode } from '../../../scripts/installation/instances.ts';
import { type Account, newcomer } from '../accounts.ts';
import { ChatPage } from '../pages/chat-page.ts';
import { signInWith, signUpWith } from '../pages/sign-in-page.ts';
import { openSockets, servingInstance } from '../sockets.ts';
import { startNewInstallation } from '../spare-instances.ts';
import { expect, test, type Visitor } from '../visitors.ts';

const phone = { width: 390, height: 844 };
type Newcomer = Pick<Account, 'name' | 'email' | 'password'>;

/** What a camera would see of a text. */
const drawn = (text: string): string =>
  encode(text, { border: 2, ecc: 'M' })
    .data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])))
    .join('');

const pathOf = (address: string): string => {
  const { pathname, search } = new URL(address);
  return `${pathname}${search}`;
};

/** Makes an invitation in the dialog that is open. @returns where its link leads, and where its picture for cameras does */
const linkOf = async ({ page, t }: Visitor): Promise<{ link: string; forPhones: string }> => {
  await page.getByRole('button', { name: t('invitations.make'), exact: true }).click();
  const link = page.getByRole('textbox', { name: t('invitations.link'), exact: true });
  await expect(link).toHaveValue(/\/sign-up\?invitation=/);
  const address = await link.inputValue();
  const forPhones = `${address}&next=%2Fphone`;
  const squares = page.getByRole('img', { name: t('invitations.qr') }).locator('path');
  await expect(squares).toHaveAttribute('d', drawn(forPhones));
  await page.getByRole('button', { name: t('actions.done'), exact: true }).click();
  return { link: pathOf(address), forPhones: pathOf(forPhones) };
};

const startsIt = async (first: Visitor, ada: Newcomer) => {
  const { page, t } = first;
  await first.open('/');
  await expect(page).toHaveURL(/\/sign-up$/);
  await expect(page.getByText(t('auth.firstLead'))).toBeVisible();
  const code = page.getByRole('textbox', { name: t('auth.code'), exact: true });
  await signUpWith(first, ada);
  await expect(code).toHaveAccessibleDescription(t('account.errors.codeMissing'));
  await expect(code).toBeFocused();
  await first.open(`/sign-up#code=${setupCode}`);
  await expect(code).toHaveValue(setupCode);
  await expect(page).toHaveURL(/\/sign-up$/);
  await signUpWith(first, ada);
  await expect(page).toHaveURL(/\/chat$/);
  expect(await servingInstance(first.sockets)).toBe('new-1');
};

const takesFirstSteps = async (first: Visitor) => {
  const { page, t } = first;
  const steps = page.getByRole('region', { name: t('firstMinutes.title'), exact: true });
  await expect(steps.getByRole('listitem')).toHaveCount(3);
  await steps.getByRole('textbox', { name: t('firstMinutes.nameLabel'), exact: true }).fill('The team 团队');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'The team 团队' })).toBeVisible();
  await expect(page).toHaveTitle(/The team 团队/);
  await steps.getByRole('button', { name: t('invitations.invite'), exact: true }).click();
  const links = await linkOf(first);
  await expect(steps.getByRole('listitem')).toHaveCount(1);
  await steps.getByRole('button', { name: t('firstMinutes.skipNamed', { step: t('firstMinutes.ticket') }) }).click();
  await expect(steps).toHaveCount(0);
  return links;
};

const makesRoomOfNewcomers = async (first: Visitor) => {
  const { page, t } = first;
  const chat = new ChatPage(first);
  await chat.createRoom('general', 'public');
  await chat.send('general', 'Hello, world');
  await expect(chat.pending).toHaveCount(0);
  await first.open('/admin/workspace');
  await page.getByRole('combobox', { name: t('invitations.addRoom') }).click();
  await page.getByRole('option', { name: 'general' }).click();
  await expect(page.getByRole('status').filter({ hasText: t('app.saved') })).toBeVisible();
};

const comesByPhone = async (second: Visitor, forPhones: string, bo: Newcomer) => {
  const { page, t } = second;
  await second.open(forPhones);
  await expect(page.getByText('The team 团队', { exact: true })).toBeVisible();
  await signUpWith(second, bo);
  await expect(page).toHaveURL(/\/phone$/);
  await expect(page.getByRole('heading', { name: t('phone.title'), level: 1 })).toBeVisible();
  expect(await servingInstance(second.sockets)).toBe('new-2');
  await page.getByRole('button', { name: t('phone.open'), exact: true }).click();
  await expect(page).toHaveURL(/\/chat$/);
  await new ChatPage(second).open('general');
  await expect(new ChatPage(second).messages).toContainText(['Hello, world']);
  expect(await second.open('/admin/tickets')).toBe(404);
};

const invitesGuest = async (first: Visitor, guest: Visitor) => {
  const { page, t } = first;
  await first.open('/admin/invitations');
  await page.getByRole('button', { name: t('invitations.invite'), exact: true }).click();
  await page.getByRole('combobox', { name: t('invitations.role') }).click();
  await page.getByRole('option', { name: t('invitations.roles.guest'), exact: true }).click();
  await page.getByRole('button', { name: t('invitations.make'), exact: true }).click();
  await expect(page.getByText(t('reasons.guest_without_room'))).toBeVisible();
  await page.getByRole('combobox', { name: t('invitations.addRoom') }).click();
  await page.getByRole('option', { name: 'general' }).click();
  const { link } = await linkOf(first);
  await expect(page.getByRole('list', { name: t('invitations.list') })).toContainText('general');
  await guest.open(link);
  await signUpWith(guest, newcomer('Gus'));
  await expect(new ChatPage(guest).entry('general')).toBeVisible();
  await guest.page.getByRole('button', { name: guest.t('list.new'), exact: true }).click();
  await expect(guest.page.getByRole('menuitem')).toHaveText([guest.t('list.newMessage')]);
};

const isShown = async (image: Locator) => {
  await expect(image).toHaveAttribute('src', /^\/api\/pictures\/[0-9a-f]{64}\/256$/);
  await expect.poll(() => image.evaluate((shown) => (shown as HTMLImageElement).naturalWidth)).toBe(256);
};

const givesLogo = async (first: Visitor, second: Visitor, stranger: Visitor) => {
  const { page, t } = first;
  await first.open('/admin/workspace');
  const picture = { create: { width: 600, height: 400, channels: 3, background: '#2a7' } } as const;
  const buffer = await sharp(picture).png().toBuffer();
  await page.locator('input[type=file]').setInputFiles({ name: 'logo.png', mimeType: 'image/png', buffer });
  await page.getByRole('button', { name: t('pictures.use') }).click();
  await isShown(page.getByRole('navigation', { name: t('frame.navigation') }).locator('img'));
  await isShown(new ChatPage(second).list.locator('img').first());
  await stranger.open('/sign-in');
  await isShown(stranger.page.getByRole('main').locator('img'));
  const manifest = await stranger.page.request.get(new URL('/manifest.webmanifest', stranger.page.url()).href);
  const { name, icons } = (await manifest.json()) as { name: string; icons: { src: string }[] };
  expect([name, icons.map(({ src }) => src.slice(0, 14))]).toEqual(['The team 团队', ['/api/pictures/']]);
};

const givesRole = async ({ page, t }: Visitor, { name, email }: Newcomer) => {
  await page.getByRole('searchbox', { name: t('accounts.find') }).fill(email);
  const row = page.getByRole('list', { name: t('accounts.title') }).getByRole('listitem');
  await expect(row).toHaveCount(1);
  await row.getByRole('combobox', { name: t('accounts.roleOf', { name }) }).click();
  await page.getByRole('option', { name: t('accounts.roles.handler') }).click();
};

const deactivates = async ({ page, t }: Visitor, { name }: Newcomer) => {
  await page.getByRole('button', { name: t('accounts.more', { name }) }).click();
  await page.getByRole('menuitem', { name: t('accounts.deactivate') }).click();
  await page
    .getByRole('alertdialog')
    .getByRole('button', { name: t('accounts.deactivate'), exact: true })
    .click();
};

const isToldWhy = async (second: Visitor, bo: Newcomer) => {
  const { page, t } = second;
  await expect(page).toHaveURL(/\/sign-in/);
  await expect.poll(() => openSockets(second.sockets)).toBe(0);
  const why = page.getByRole('alert').filter({ hasText: t('account.errors.banned') });
  await expect(why).toBeVisible();
  await signInWith(second, bo.email, bo.password);
  await expect(why).toBeVisible();
};

const reactivates = async ({ page, t }: Visitor, { name }: Newcomer) => {
  await page.getByRole('button', { name: t('accounts.more', { name }) }).click();
  await page.getByRole('menuitem', { name: t('accounts.reactivate') }).click();
  const row = page.getByRole('list', { name: t('accounts.title') }).getByRole('listitem');
  await expect(row.getByText(t('accounts.deactivated'), { exact: true })).toHaveCount(0);
};

test('the first day of a team: who knows the setup code is the admin, names the team, gives it a picture and invites; who comes by the code on a phone, on another instance, learns about phones and is where newcomers are, gets a role, is deactivated and told so, and comes back', async ({
  visit,
}) => {
  test.slow();
  const { instances, stop } = await startNewInstallation();
  const [one, two] = instances;
  const [ada, bo] = [newcomer('Ada'), newcomer('Bo')];
  try {
    const first = await visit({ url: one.url });
    await startsIt(first, ada);
    const { link, forPhones } = await takesFirstSteps(first);
    await makesRoomOfNewcomers(first);

    const second = await visit({ url: two.url, viewport: phone });
    await comesByPhone(second, forPhones, bo);
    const late = await visit({ url: two.url, path: link });
    await expect(late.page.getByText(late.t('account.errors.invitationOver'))).toBeVisible();
    await late.open('/sign-up');
    await expect(late.page.getByText(late.t('account.errors.invitationNeeded'))).toBeVisible();
    await invitesGuest(first, await visit({ url: two.url }));

    await second.open('/chat');
    await givesLogo(first, second, late);
    await first.open('/admin/people');
    await givesRole(first, bo);
    const tickets = second.page.getByRole('link', { name: second.t('frame.tickets') });
    await expect(tickets).toBeVisible();
    await tickets.click();
    await expect(second.page).toHaveURL(/\/admin\/tickets$/);
    await deactivates(first, bo);
    await isToldWhy(second, bo);
    await reactivates(first, bo);
    await signInWith(second, bo.email, bo.password);
    // Where they were when it ended.
    await expect(second.page).toHaveURL(/\/admin\/tickets$/);
    expect(await servingInstance(second.sockets)).toBe('new-2');
  } finally {
    await stop();
  }
});
