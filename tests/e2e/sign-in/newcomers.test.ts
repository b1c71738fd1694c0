import { setupCode } from '../../../scripts/installation/instances.ts';
import { newcomer } from '../accounts.ts';
import { ChatPage } from '../pages/chat-page.ts';
import { signUpWith } from '../pages/sign-in-page.ts';
import { servingInstance } from '../sockets.ts';
import { startNewInstallation } from '../spare-instances.ts';
import { expect, test, type Visitor } from '../visitors.ts';

const phone = { width: 390, height: 844 };

/** Makes an invitation in the dialog that is open. @returns where its link leads, without the address of the instance */
const linkOf = async ({ page, t }: Visitor): Promise<string> => {
  await page.getByRole('button', { name: t('invitations.make'), exact: true }).click();
  const link = page.getByRole('textbox', { name: t('invitations.link'), exact: true });
  await expect(link).toHaveValue(/\/sign-up\?invitation=/);
  await expect(page.getByRole('img', { name: t('invitations.qr') })).toBeVisible();
  const { pathname, search } = new URL(await link.inputValue());
  await page.getByRole('button', { name: t('actions.done'), exact: true }).click();
  return `${pathname}${search}`;
};

test('who knows the setup code is the admin, names the team and invites; who comes by the link, with a phone and on another instance, is where newcomers are', async ({
  visit,
}) => {
  test.slow();
  const { instances, stop } = await startNewInstallation();
  const [one, two] = instances;
  try {
    const first = await visit({ url: one.url });
    const { page, t } = first;
    await first.open('/');
    await expect(page).toHaveURL(/\/sign-up$/);
    await expect(page.getByText(t('auth.firstLead'))).toBeVisible();
    const code = page.getByRole('textbox', { name: t('auth.code'), exact: true });
    await signUpWith(first, newcomer('Ada'));
    await expect(code).toHaveAccessibleDescription(t('account.errors.codeMissing'));
    await expect(code).toBeFocused();
    await first.open(`/sign-up#code=${setupCode}`);
    await expect(code).toHaveValue(setupCode);
    await expect(page).toHaveURL(/\/sign-up$/);
    await signUpWith(first, newcomer('Ada'));
    await expect(page).toHaveURL(/\/chat$/);
    expect(await servingInstance(first.sockets)).toBe('new-1');

    const steps = page.getByRole('region', { name: t('firstMinutes.title'), exact: true });
    await expect(steps.getByRole('listitem')).toHaveCount(3);
    await steps.getByRole('textbox', { name: t('firstMinutes.nameLabel'), exact: true }).fill('The team 团队');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { level: 1, name: 'The team 团队' })).toBeVisible();
    await expect(page).toHaveTitle(/The team 团队/);
    await steps.getByRole('button', { name: t('invitations.invite'), exact: true }).click();
    const link = await linkOf(first);
    await expect(steps.getByRole('listitem')).toHaveCount(1);
    await steps.getByRole('button', { name: t('firstMinutes.skipNamed', { step: t('firstMinutes.ticket') }) }).click();
    await expect(steps).toHaveCount(0);

    const chat = new ChatPage(first);
    await chat.createRoom('general', 'public');
    await chat.send('general', 'Hello, world');
    await expect(chat.pending).toHaveCount(0);
    await first.open('/admin/workspace');
    await page.getByRole('combobox', { name: t('invitations.addRoom') }).click();
    await page.getByRole('option', { name: 'general' }).click();
    await expect(page.getByRole('status').filter({ hasText: t('app.saved') })).toBeVisible();

    const second = await visit({ url: two.url, path: link, viewport: phone });
    await expect(second.page.getByText('The team 团队', { exact: true })).toBeVisible();
    await signUpWith(second, newcomer('Bo'));
    await expect(second.page).toHaveURL(/\/chat$/);
    expect(await servingInstance(second.sockets)).toBe('new-2');
    await new ChatPage(second).open('general');
    await expect(new ChatPage(second).messages).toContainText(['Hello, world']);
    expect(await second.open('/admin/tickets')).toBe(404);
    const late = await visit({ url: two.url, path: link });
    await expect(late.page.getByText(late.t('account.errors.invitationOver'))).toBeVisible();
    await late.open('/sign-up');
    await expect(late.page.getByText(late.t('account.errors.invitationNeeded'))).toBeVisible();

    await first.open('/admin/invitations');
    await page.getByRole('button', { name: t('invitations.invite'), exact: true }).click();
    await page.getByRole('combobox', { name: t('invitations.role') }).click();
    await page.getByRole('option', { name: t('invitations.roles.guest'), exact: true }).click();
    await page.getByRole('button', { name: t('invitations.make'), exact: true }).click();
    await expect(page.getByText(t('reasons.guest_without_room'))).toBeVisible();
    await page.getByRole('combobox', { name: t('invitations.addRoom') }).click();
    await page.getByRole('option', { name: 'general' }).click();
    const forGuest = await linkOf(first);
    await expect(page.getByRole('list', { name: t('invitations.list') })).toContainText('general');
    const guest = await visit({ url: two.url, path: forGuest });
    await signUpWith(guest, newcomer('Gus'));
    await expect(new ChatPage(guest).entry('general')).toBeVisible();
    await guest.page.getByRole('button', { name: guest.t('list.new'), exact: true }).click();
    await expect(guest.page.getByRole('menuitem')).toHaveText([guest.t('list.newMessage')]);
  } finally {
    await stop();
  }
});
