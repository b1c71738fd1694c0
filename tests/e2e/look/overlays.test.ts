import { installation } from '../installation.ts';
import { TicketsPage } from '../pages/tickets-page.ts';
import { colleague, twoColleagues } from '../people.ts';
import { overHttp, ticketEvent } from '../tickets/ticket-events.ts';
import { expect, test } from '../visitors.ts';
import { expectNothingFound } from './axe.ts';

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing on what opens over a conversation, in ${colorScheme}`, async ({ visit }) => {
    const [, bo] = await twoColleagues(visit);
    const lin = await colleague(visit, 'Lin', { colorScheme });
    const { page, t } = lin.at;
    await lin.chat.writeTo(bo.account.name);
    await lin.chat.send(bo.account.name, 'a message with actions');
    await expect(lin.chat.pending).toHaveCount(0);
    await lin.chat.messages.hover();
    await expectNothingFound(lin.at, page.getByRole('toolbar', { name: t('message.actions') }), 'message actions');
    await page.getByRole('button', { name: t('message.way.open') }).click();
    await expectNothingFound(lin.at, page.getByRole('dialog').getByRole('listitem').first(), 'how it came here');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await lin.chat.messages.getByRole('button', { name: lin.account.name, exact: true }).click();
    await expectNothingFound(lin.at, page.getByRole('dialog'), 'a card');
    await page.keyboard.press('Escape');
    await expectNothingFound(lin.at, await lin.chat.details(), 'details');
    await page.keyboard.press('ControlOrMeta+k');
    await expectNothingFound(lin.at, page.getByRole('option', { name: bo.account.name }).first(), 'jump to');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    for (const name of ['newMessage', 'newRoom', 'browse'] as const) {
      await expectNothingFound(lin.at, await lin.chat.start(name), name);
      await page.keyboard.press('Escape');
      await expect(page.getByRole('dialog')).toHaveCount(0);
    }
  });

  test(`axe finds nothing on an opened ticket, in ${colorScheme}`, async ({ visit }) => {
    const event = ticketEvent();
    await overHttp(event);
    const at = await visit({ account: installation().admins[0], colorScheme, path: '/admin/tickets' });
    await expectNothingFound(at, await new TicketsPage(at).open(event.ticketId), 'an opened ticket');
  });
}
