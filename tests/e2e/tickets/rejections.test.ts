import { reasonName } from '../../../app/(workspace)/admin/tickets/reason-colours.ts';
import type { Account } from '../accounts.ts';
import { installation } from '../installation.ts';
import { type Language, languages } from '../languages.ts';
import { signInWith } from '../pages/sign-in-page.ts';
import { TicketsPage } from '../pages/tickets-page.ts';
import { colleague } from '../people.ts';
import { expect, test, type VisitOptions, type Visitor } from '../visitors.ts';
import { putWireInto, type Wire } from '../wire.ts';
import { deadLettersWith, onKafka, openRejections, overHttp, storedRejections, ticketEvent } from './ticket-events.ts';

const needsKafka = () =>
  test.skip(
    installation().kafkaBrokers === null,
    'THERE IS NO KAFKA ON THIS MACHINE: that rejections arrive from a topic was not tested',
  );

type Desk = { at: Visitor; tickets: TicketsPage };

/** Both admins, each on an instance of their own, with the feed open. */
const twoDesks = async (
  visit: (options: VisitOptions) => Promise<Visitor>,
  language: Language,
  prepareSecond?: VisitOptions['prepare'],
): Promise<[Desk, Desk]> => {
  const sit = async (
    account: Account,
    entrance: 'instance-1' | 'instance-2',
    prepare?: VisitOptions['prepare'],
  ): Promise<Desk> => {
    // High enough for what other tests send in meanwhile: rows that are out of sight are not drawn.
    const viewport = { width: 1280, height: 1200 };
    const options = { entrance, language, account, viewport, path: '/admin/tickets' };
    const at = await visit({ ...options, ...(prepare && { prepare }) });
    await expect(at.page.getByText(at.t('tickets.live'), { exact: true })).toBeVisible();
    return { at, tickets: new TicketsPage(at) };
  };
  const [first, second] = installation().admins;
  return [await sit(first, 'instance-1'), await sit(second, 'instance-2', prepareSecond)];
};

for (const language of languages) {
  test.describe(`in ${language}`, () => {
    test('a rejection on the Kafka topic is seen at once by every admin, and once only', async ({ visit }) => {
      needsKafka();
      const [first, second] = await twoDesks(visit, language);
      const [event, later] = [ticketEvent({ priority: 'urgent' }), ticketEvent()];

      await onKafka(event);
      const seenAt = await Promise.all(
        [first, second].map(async ({ tickets }) => {
          await expect(tickets.openRow(event)).toBeVisible();
          return performance.now();
        }),
      );
      expect(Math.abs((seenAt[0] ?? 0) - (seenAt[1] ?? 0))).toBeLessThan(2_000);
      const stored = await storedRejections(event.eventId);

      await onKafka(event, later);
      for (const { at, tickets } of [first, second]) {
        await expect(tickets.openRow(later)).toBeVisible();
        await expect(tickets.rows(event.ticketId)).toHaveCount(1);
        const drawer = await tickets.open(event.ticketId);
        await expect(drawer).toContainText(event.reason);
        await expect(drawer).toContainText(at.t('tickets.sources.kafka'));
      }
      expect(await storedRejections(event.eventId)).toEqual(stored);
    });

    test('a signed request brings a rejection to every admin, and a badly signed one to nobody', async ({ visit }) => {
      const [first, second] = await twoDesks(visit, language);
      const [event, forged] = [ticketEvent(), ticketEvent()];

      expect((await overHttp(forged, 'not the secret of this installation')).status).toBe(401);
      expect((await overHttp(event)).status).toBe(200);
      expect(await (await overHttp(event)).json()).toMatchObject({ data: { results: [{ outcome: 'repeated' }] } });
      for (const { tickets } of [first, second]) {
        await expect(tickets.openRow(event)).toBeVisible();
        await expect(tickets.rows(event.ticketId)).toHaveCount(1);
        await expect(tickets.rows(forged.ticketId)).toHaveCount(0);
      }
      expect(await storedRejections(forged.eventId)).toEqual([]);
    });

    test('whoever is no admin gets nothing of a rejection, over no page and no socket', async ({ visit }) => {
      const [first] = await twoDesks(visit, language);
      const mia = await colleague(visit, 'Mia', { language, entrance: 'instance-3' });
      const event = ticketEvent();

      expect((await overHttp(event)).status).toBe(200);
      await expect(first.tickets.openRow(event)).toBeVisible();
      await expect(mia.at.page.getByRole('link', { name: mia.at.t('frame.tickets') })).toHaveCount(0);
      // What she is told after the rejection went out would have come after the rejection.
      await mia.chat.writeTo(installation().admins[0].name);
      await mia.chat.send(installation().admins[0].name, 'anything new?');
      await expect(mia.chat.pending).toHaveCount(0);
      await expect(mia.chat.messages).toHaveCount(1);
      expect(mia.at.sockets.received('"tickets"')).toEqual([]);
      expect(mia.at.sockets.received(event.ticketId)).toEqual([]);
      expect(first.at.sockets.received(event.ticketId)).not.toEqual([]);

      expect(await mia.at.open('/admin/tickets')).toBe(404);
      await expect(mia.at.page.getByRole('heading', { name: mia.at.t('app.notFoundTitle') })).toBeVisible();
      expect(await mia.at.page.content()).not.toContain(event.ticketId);
      expect(mia.at.sockets.received(event.ticketId)).toEqual([]);
    });
  });
}

test('a broken event on the topic becomes a dead letter with its reason, and the next one arrives', async ({
  visit,
}) => {
  needsKafka();
  const [first, second] = await twoDesks(visit, 'en');
  const [broken, next] = [{ ...ticketEvent(), priority: 'whenever' }, ticketEvent()];

  await onKafka(broken, Buffer.from(`{ "eventId": "${broken.eventId}", `), next);
  for (const { tickets } of [first, second]) {
    await expect(tickets.openRow(next)).toBeVisible();
    await expect(tickets.rows(broken.ticketId)).toHaveCount(0);
  }
  const letters = await deadLettersWith(broken.eventId);
  expect(letters.map(({ source }) => source)).toEqual(['kafka', 'kafka']);
  expect(letters.map(({ error }) => error).sort()).toEqual([
    expect.stringContaining('priority'),
    expect.stringContaining('not JSON'),
  ]);
});

test('of two admins who act on one rejection at once the second is told who was first, and overwrites nothing', async ({
  visit,
}) => {
  const putting = Promise.withResolvers<Wire>();
  const [first, second] = await twoDesks(visit, 'en', async (context) => putting.resolve(await putWireInto(context)));
  const wire = await putting.promise;
  const event = ticketEvent();
  await overHttp(event);
  const [drawer, other] = [await first.tickets.open(event.ticketId), await second.tickets.open(event.ticketId)];
  await expect(other).toContainText(event.reason);

  // What the first one does is on its way when the second one acts.
  const pass = wire.hold('42["tickets"');
  await drawer.getByRole('button', { name: first.at.t('tickets.acknowledge'), exact: true }).click();
  await expect(drawer).toContainText(first.at.t('tickets.states.acknowledged'));
  await other.getByRole('button', { name: second.at.t('tickets.resolve'), exact: true }).click();
  const name = installation().admins[0].name;
  const told = second.at.t('tickets.conflictAcknowledged', { name, ticket: event.ticketId });
  await expect(second.at.page.getByText(told)).toBeVisible();
  await expect(drawer.getByRole('button', { name: first.at.t('tickets.resolve'), exact: true })).toBeVisible();

  pass();
  await expect(other).toContainText(second.at.t('tickets.states.acknowledged'));
  await expect(other).toContainText(second.at.t('tickets.deeds.acknowledge', { name }));
});

test('nothing is for good by one key: what was done is taken back for a while, and what is resolved is reopened', async ({
  visit,
}) => {
  const [first] = await twoDesks(visit, 'en');
  const { page, t } = first.at;
  const event = ticketEvent();
  await overHttp(event);
  const drawer = await first.tickets.open(event.ticketId);
  const state = (name: 'open' | 'acknowledged' | 'resolved') =>
    expect(drawer.getByRole('definition').filter({ hasText: t(`tickets.states.${name}`) })).toBeVisible();

  await page.keyboard.press('a');
  await state('acknowledged');
  await page.keyboard.press('r');
  await state('resolved');
  await page.keyboard.press('z');
  await state('acknowledged');
  await page.keyboard.press('r');
  await state('resolved');
  await page
    .getByRole('button', { name: t('tickets.undo') })
    .first()
    .click();
  await state('acknowledged');
  await page.keyboard.press('r');
  await drawer.getByRole('button', { name: t('tickets.reopen') }).click();
  await state('open');
  await expect(drawer.getByRole('listitem').first()).toContainText(
    t('tickets.deeds.reopen', { name: installation().admins[0].name }),
  );
});

test('a ticket is sent to a colleague by its address, through the sign-in and past the filters', async ({ visit }) => {
  const [first, second] = installation().admins;
  const event = ticketEvent({ priority: 'low' });
  await overHttp(event);
  const at = await visit({ account: first, path: '/admin/tickets' });
  await new TicketsPage(at).open(event.ticketId);
  const address = new URL(at.page.url());
  await at.page.goBack();
  await expect(new TicketsPage(at).drawer(event.ticketId)).toHaveCount(0);
  await expect(new TicketsPage(at).rows(event.ticketId)).toBeFocused();

  // A filter that is chosen beside an open ticket stays when it is closed.
  const drawer = await new TicketsPage(at).open(event.ticketId);
  await at.page.getByRole('button', { name: at.t('tickets.nobodys') }).click();
  await drawer.getByRole('button', { name: at.t('actions.close') }).click();
  await expect(drawer).toHaveCount(0);
  await expect(at.page.getByRole('button', { name: at.t('tickets.nobodys'), pressed: true })).toBeVisible();

  address.searchParams.set('priority', 'urgent');
  address.searchParams.set('text', 'nothing & nobody');
  const cold = await visit({ path: `${address.pathname}${address.search}` });
  await signInWith(cold, second.email, second.password);
  await expect(cold.page).toHaveURL(({ search }) => search === address.search);
  await expect(new TicketsPage(cold).drawer(event.ticketId)).toContainText(event.reason);
  await expect(new TicketsPage(cold).rows(event.ticketId)).toHaveCount(0);
  const nothing = cold.page.getByText(cold.t('tickets.noMatchHint'));
  await expect(nothing).toBeVisible();
  await cold.page
    .getByRole('button', { name: cold.t('tickets.clearFilters'), exact: true })
    .last()
    .click();
  await expect(nothing).toHaveCount(0);
  await cold.open('/admin/tickets?ticket=no-such-ticket');
  await expect(cold.page.getByRole('heading', { name: cold.t('tickets.unknownTitle') })).toBeVisible();
});

test('a burst of four hundred does not freeze the page, and is counted to the last', async ({ visit }) => {
  const [{ at, tickets }] = await twoDesks(visit, 'en');
  const errors: string[] = [];
  at.page.on('pageerror', (error) => errors.push(String(error)));
  const reasonCode = `burst_${Date.now()}`;
  const events = Array.from({ length: 400 }, (_, n) => ticketEvent({ reasonCode, reason: `number ${n}` }));
  for (let place = 0; place < events.length; place += 4)
    expect((await overHttp(events.slice(place, place + 4))).status).toBe(200);
  const last = events.at(-1) ?? ticketEvent();
  await expect(tickets.openRow(last)).toBeVisible();
  const legend = at.page.getByRole('figure').getByRole('button', { name: reasonName(reasonCode) });
  await expect(legend).toContainText('400');
  await legend.click();
  const filtered = { field: at.t('tickets.reason'), value: reasonName(reasonCode) };
  await expect(at.page.getByRole('button', { name: at.t('tickets.removeFilter', filtered) })).toBeVisible();
  // Other tests send some meanwhile.
  const shown = at.page
    .getByRole('main')
    .last()
    .getByText(/^\d+ open$/);
  await expect.poll(async () => (await shown.textContent()) === `${await openRejections()} open`).toBe(true);
  expect(errors).toEqual([]);
});
