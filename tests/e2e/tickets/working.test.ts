import type { Locator } from '@playwright/test';
import { query } from '../database.ts';
import { installation } from '../installation.ts';
import { ChatPage } from '../pages/chat-page.ts';
import { TicketsPage } from '../pages/tickets-page.ts';
import { colleague } from '../people.ts';
import { expect, test, type Visitor } from '../visitors.ts';
import { overHttp, ticketEvent } from './ticket-events.ts';

type Desk = { at: Visitor; tickets: TicketsPage; name: string };

const button = (where: Locator | Visitor['page'], name: string) => where.getByRole('button', { name, exact: true });

test('two handlers on two instances work a ticket: who looks, notes, snooze, duplicate, talk, outcome, and its card in chat', async ({
  visit,
}) => {
  test.slow();
  const [ada, bob] = installation().admins;
  const sit = async (account: typeof ada, entrance: 'instance-1' | 'instance-2'): Promise<Desk> => {
    const viewport = { width: 1440, height: 1200 };
    const at = await visit({ entrance, account, viewport, path: '/admin/tickets' });
    await expect(at.page.getByText(at.t('tickets.live'), { exact: true })).toBeVisible();
    return { at, tickets: new TicketsPage(at), name: account.name };
  };
  const [first, second] = [await sit(ada, 'instance-1'), await sit(bob, 'instance-2')];
  const { t } = first.at;
  const mia = await colleague(visit, 'Mia', { entrance: 'instance-3' });
  // As if she had followed the link in the letter: no mail is sent here.
  await query('update "user" set email_verified = true where email = $1', [mia.account.email]);
  const [original, event] = [ticketEvent(), ticketEvent({ requester: mia.account.email })];
  await overHttp(original);
  await overHttp(event);
  const [mine, yours] = [await first.tickets.open(event.ticketId), await second.tickets.open(event.ticketId)];

  await test.step('each sees that the other one has it open', async () => {
    for (const [drawer, other] of [
      [mine, second],
      [yours, first],
    ] as const)
      await expect(drawer.getByRole('status')).toContainText(other.name);
  });

  await test.step('a note is there for both at once, and is changed and removed by who wrote it', async () => {
    const field = mine.getByRole('textbox', { name: t('tickets.noteWrite') });
    await field.fill('Asked for the receipt');
    await field.press('Enter');
    await expect(field).toHaveValue('');
    const note = (drawer: Locator) => drawer.getByRole('listitem').filter({ hasText: 'Asked for the receipt' });
    for (const drawer of [mine, yours]) await expect(note(drawer)).toHaveCount(1);
    await expect(button(note(yours), t('tickets.noteEdit'))).toHaveCount(0);
    await button(note(mine), t('tickets.noteEdit')).click();
    await mine.getByRole('textbox', { name: t('tickets.noteEdit') }).fill('Got the receipt');
    await button(mine, t('actions.save')).click();
    await expect(yours.getByRole('listitem').filter({ hasText: 'Got the receipt' })).toContainText(
      t('tickets.noteEdited'),
    );
    await button(mine.getByRole('listitem').filter({ hasText: 'Got the receipt' }), t('tickets.noteRemove')).click();
    await button(first.at.page.getByRole('alertdialog'), t('tickets.noteRemove')).click();
    for (const drawer of [mine, yours]) await expect(drawer.getByText(t('tickets.noteGone'))).toBeVisible();
  });

  const state = (drawer: Locator, name: 'open' | 'snoozed' | 'resolved') =>
    expect(drawer.getByRole('definition').filter({ hasText: t(`tickets.states.${name}`) })).toBeVisible();

  await test.step('snoozed until it happens once more, it comes back by itself for both', async () => {
    await first.at.page.keyboard.press('s');
    const dialog = first.at.page.getByRole('dialog');
    const field = dialog.getByRole('textbox', { name: t('tickets.snoozeAgain') });
    await field.fill('1');
    await field.press('Enter');
    await expect(dialog).toHaveCount(0);
    for (const drawer of [mine, yours]) await state(drawer, 'snoozed');
    await overHttp(ticketEvent({ ticketId: event.ticketId }));
    for (const drawer of [mine, yours]) {
      await state(drawer, 'open');
      await expect(drawer).toContainText(t('tickets.deeds.wakeTimes', { count: 1 }));
    }
    await first.at.page.keyboard.press('s');
    await dialog.getByRole('button', { name: t('tickets.snoozeTimes.tomorrow') }).click();
    await state(yours, 'snoozed');
    await first.at.page.keyboard.press('z');
    for (const drawer of [mine, yours]) await state(drawer, 'open');
  });

  await test.step('resolved as a duplicate, both tell of each other, until that is taken back', async () => {
    await first.at.page.keyboard.press('c');
    const dialog = first.at.page.getByRole('dialog');
    await dialog.getByRole('searchbox').fill(original.ticketId);
    await dialog.getByRole('button', { name: original.ticketId }).click();
    for (const drawer of [mine, yours]) {
      await state(drawer, 'resolved');
      await expect(drawer.getByRole('region', { name: t('tickets.duplicateOf') })).toContainText(original.ticketId);
    }
    await first.at.page.keyboard.press('z');
    for (const drawer of [mine, yours]) await state(drawer, 'open');
  });

  const room = `${event.ticketId} · ${event.title}`.slice(0, 80).trim();
  await test.step('the room about it is shown beside it, with whom the ticket names by their address', async () => {
    await first.at.page.keyboard.press('d');
    const composer = mine.getByRole('textbox', { name: first.at.t('composer.label', { name: room }) });
    await expect(composer).toBeVisible();
    await composer.fill('The limit is per order: send it in again');
    await composer.press('Enter');
    await button(yours, t('tickets.moreDeeds')).click();
    await second.at.page.getByRole('menuitem', { name: t('tickets.discuss') }).click();
    await expect(yours.getByRole('article').filter({ hasText: 'The limit is per order' })).toBeVisible();
  });

  await test.step('a member who was put in reads the room and sees no more of the ticket than its number', async () => {
    await mia.chat.open(room);
    const card = mia.at.page.locator('[data-ticket-card]');
    await expect(card).toHaveText(event.ticketId);
    await expect(mia.at.page.getByText(event.title, { exact: true })).toHaveCount(0);
    await mia.chat.send(room, 'What I wrote');
  });

  await test.step('what was decided becomes the outcome, and the card in chat follows at once', async () => {
    const watcher = await visit({ entrance: 'instance-1', account: ada, path: '/chat' });
    const chat = new ChatPage(watcher);
    await chat.open(room);
    const card = watcher.page.locator('[data-ticket-card]');
    await expect(card).toContainText(t('ticketCard.states.open'));
    const decision = yours.getByRole('article').filter({ hasText: 'The limit is per order' });
    await decision.hover();
    await button(decision, t('tickets.useAsOutcome')).click();
    const dialog = second.at.page.getByRole('dialog');
    await dialog.getByRole('radio', { name: t('outcomes.corrected') }).click();
    await expect(dialog.getByRole('textbox')).toHaveValue('The limit is per order: send it in again');
    await button(dialog, t('tickets.resolve')).click();
    await expect(card).toContainText(t('ticketCard.states.resolved'));
    await card.click();
    const opened = new TicketsPage(watcher).drawer(event.ticketId);
    await expect(opened).toContainText(t('outcomes.corrected'));
    await expect(opened).toContainText('The limit is per order: send it in again');
  });
});

test('a note that is written without a connection waits on the device, and is there once when it is back', async ({
  visit,
}) => {
  const [ada] = installation().admins;
  const event = ticketEvent();
  await overHttp(event);
  const at = await visit({ account: ada, path: '/admin/tickets' });
  const { t } = at;
  const drawer = await new TicketsPage(at).open(event.ticketId);
  await expect(drawer).toContainText(event.reason);
  await at.context.setOffline(true);
  const field = drawer.getByRole('textbox', { name: t('tickets.noteWrite') });
  await field.fill('Written in a tunnel');
  await field.press('Enter');
  const note = drawer.getByRole('listitem').filter({ hasText: 'Written in a tunnel' });
  await expect(note).toContainText(t('tickets.noteWaiting'));
  await at.context.setOffline(false);
  await expect(note).not.toContainText(t('tickets.noteWaiting'));
  await expect(note).toHaveCount(1);
});

test('the address of a ticket opens it whole on a telephone, after the sign-in', async ({ visit }) => {
  const [ada] = installation().admins;
  const event = ticketEvent();
  await overHttp(event);
  const at = await visit({ account: ada, viewport: { width: 390, height: 844 } });
  await at.open(`/admin/tickets/${encodeURIComponent(event.ticketId)}`);
  const drawer = new TicketsPage(at).drawer(event.ticketId);
  await expect(drawer).toContainText(event.reason);
  expect((await drawer.boundingBox())?.width).toBe(390);
  await button(drawer, at.t('actions.close')).click();
  await expect(drawer).toHaveCount(0);
  await expect(at.page).toHaveURL(({ pathname }) => pathname === '/admin/tickets');
});
