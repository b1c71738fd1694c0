import type { Account } from '../accounts.ts';
import { installation } from '../installation.ts';
import { type Language, languages } from '../languages.ts';
import { TicketsPage } from '../pages/tickets-page.ts';
import { colleague } from '../people.ts';
import { expect, test, type VisitOptions, type Visitor } from '../visitors.ts';
import { deadLettersWith, onKafka, overHttp, storedRejections, ticketEvent } from './ticket-events.ts';

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
): Promise<[Desk, Desk]> => {
  const sit = async (account: Account, entrance: 'instance-1' | 'instance-2'): Promise<Desk> => {
    // High enough for what other tests send in meanwhile: rows that are out of sight are not drawn.
    const viewport = { width: 1280, height: 1200 };
    const at = await visit({ entrance, language, account, viewport, path: '/admin/tickets' });
    await expect(at.page.getByText(at.t('tickets.live'), { exact: true })).toBeVisible();
    return { at, tickets: new TicketsPage(at) };
  };
  const [first, second] = installation().admins;
  return [await sit(first, 'instance-1'), await sit(second, 'instance-2')];
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
      const mia = await colleague(visit, 'Mia', { language, entrance: 'instance-1' });
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
      await expect(mia.at.page.getByRole('heading', { name: mia.at.t('pages.notFoundTitle') })).toBeVisible();
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

test('two admins act on one rejection at once, and the second sees who was first', async ({ visit }) => {
  const [first, second] = await twoDesks(visit, 'en');
  const event = ticketEvent();
  await overHttp(event);

  const [drawer, other] = [await first.tickets.open(event.ticketId), await second.tickets.open(event.ticketId)];
  await drawer.getByRole('button', { name: first.at.t('tickets.acknowledge'), exact: true }).click();
  await expect(other).toContainText(second.at.t('tickets.states.acknowledged'));
  await expect(other).toContainText(installation().admins[0].name);
  await expect(other.getByRole('button', { name: second.at.t('tickets.acknowledge'), exact: true })).toHaveCount(0);
});
