import {
  limits,
  defaultOutcomes as outcomes,
  type Rejection,
  type TicketEvent,
  type TicketSource,
} from '../../protocol/index.ts';
import { readPayload } from '../../server/sources/event.ts';
import type { Arrival } from '../../server/sources/intake.ts';
import type { Random } from '../installation/random.ts';
import type { Noun } from './noun.ts';
import { granted, type Services } from './services.ts';
import { regions, rejectedBy, rejections, requesters, ticketNotes } from './texts/tickets.ts';
import { before, type DemoPerson, type World } from './world.ts';

const ofTheYear = 280;
const ofThisHour = 14;
const sources: readonly TicketSource[] = ['kafka', 'kafka', 'kafka', 'http', 'rabbitmq', 'redis-stream'];
const priorities = ['low', 'normal', 'normal', 'normal', 'high', 'urgent'] as const;

type Planned = { source: TicketSource; at: Date; event: TicketEvent & Record<string, unknown> };
type Deed = { rejectionId: string; version: number; at: Date };

/** Rejections of a year and of this hour, some of them worked on, and what can go wrong with an event. */
export const tickets: Noun = {
  name: 'tickets',
  fill: async (services, world) => {
    const random = world.randomOf('tickets');
    const planned = planTickets(world, random);
    for (const { source, event } of planned) await take(services, source, event);
    const { event: repeated, source } = planned.at(-1) ?? fail();
    await take(services, source, repeated);
    await take(services, source, { ...repeated, reason: `${repeated.reason} (sent again, changed)` });
    await take(services, source, { ticketId: 'T-0', priority: 'whenever' });
    const stored = await storedOf(services, planned);
    const admins = world.people.filter(({ role }) => role === 'admin');
    const deeds: Deed[] = [];
    for (const [place, { at }] of planned.entries()) {
      const rejection = stored[place] ?? fail();
      deeds.push(...(await work(services, { rejection, at, world, admins, random })));
    }
    deeds.push(...(await repeatOne(services, { stored, planned, world, admins })));
    await dateBack(services, stored, deeds);
  },
};

const fail = (): never => {
  throw new Error('a ticket of the demo was not stored');
};

const planTickets = (world: World, random: Random): Planned[] => {
  const year = Array.from(
    { length: Math.ceil(ofTheYear * world.size) },
    () => 1 + (random.below(1_000_000) / 1_000_000) ** 2.5 * 364,
  );
  const moments = [
    ...year.map((days) => before(world, { days })),
    ...Array.from({ length: ofThisHour }, () => before(world, { minutes: 1 + random.below(55) })),
  ].sort((a, b) => a.getTime() - b.getTime());
  return moments.map((at, place) => ({ source: random.pick(sources), at, event: eventOf(place, at, random) }));
};

const eventOf = (place: number, at: Date, random: Random): Planned['event'] => {
  const ticketId = `T-${1_000 + place - (random.chance(0.1) ? 1 : 0)}`;
  const amount = 501 + random.below(4_000);
  const order = `${80 + random.below(6)}-${1_000 + random.below(9_000)}`;
  const { title, ...said } = random.pick(rejections);
  return {
    ...{ eventId: `demo-${place + 1}`, ticketId, ...said },
    title: title.replace('{amount}', String(amount)).replace('{order}', order),
    rejectedBy: random.pick(rejectedBy),
    ...(random.chance(0.8) && { requester: random.pick(requesters) }),
    priority: random.pick(priorities),
    occurredAt: at.toISOString(),
    url: `https://tickets.example.com/${ticketId}`,
    ...(random.chance(0.5) && { region: random.pick(regions), amount, currency: 'EUR' }),
  };
};

const take = async ({ intake }: Services, source: TicketSource, event: object): Promise<void> => {
  const payload = Buffer.from(JSON.stringify(event));
  const arrival: Arrival = { payload, reading: readPayload(payload), origin: 'demo', position: payload.toString() };
  await intake.take(source, [arrival]);
};

const storedOf = async ({ feed }: Services, planned: readonly Planned[]): Promise<Rejection[]> => {
  const byEvent = new Map<string, Rejection>();
  for (let afterVersion = 0, isComplete = false; !isComplete; ) {
    const page = granted(await feed.changes({ afterVersion, limit: limits.ticketChangesPage }));
    for (const rejection of page.rejections) byEvent.set(rejection.eventId, rejection);
    afterVersion = page.rejections.at(-1)?.version ?? fail();
    isComplete = page.complete;
  }
  return planned.map(({ event }) => byEvent.get(event.eventId) ?? fail());
};

type Case = { rejection: Rejection; at: Date; world: World; admins: readonly DemoPerson[]; random: Random };

/** What has become of it: the older it is, the likelier it is done with. */
const work = async ({ feed, notes }: Services, { rejection, at, world, admins, random }: Case): Promise<Deed[]> => {
  const { id: rejectionId } = rejection;
  const note = (actorId: string) =>
    notes.write({ actorId, rejectionId, clientId: random.uuid(), text: random.pick(ticketNotes) });
  const days = (world.now.getTime() - at.getTime()) / 86_400_000;
  const chance = days < 0.1 ? 0.2 : days < 7 ? 0.6 : 0.97;
  if (!random.chance(chance)) return [];
  const [admin, other] = [random.pick(admins), random.pick(admins)];
  const steps = [() => feed.acknowledge(admin.id, { rejectionId })];
  if (random.chance(0.4)) steps.push(() => feed.assign(admin.id, { rejectionId, assigneeId: other.id }));
  if (random.chance(0.25)) steps.push(() => note(other.id));
  if (random.chance(days < 7 ? 0.5 : 0.95))
    steps.push(() => feed.resolve(other.id, { rejectionId, outcome: random.pick(outcomes).code }));
  else if (random.chance(0.3)) steps.push(() => feed.snooze(admin.id, { rejectionId, times: 2 + random.below(3) }));
  if (steps.length > 1 && random.chance(0.06)) steps.push(() => feed.reopen(admin.id, { rejectionId, as: 'open' }));
  const deeds: Deed[] = [];
  const untilNow = world.now.getTime() - at.getTime();
  let later = 0;
  for (const [place, step] of steps.entries()) {
    const { version } = granted(await step());
    later += (4 + random.below(50)) * 60_000;
    // Nothing was done in the future.
    const most = (untilNow * (place + 1)) / (steps.length + 1);
    deeds.push({ rejectionId, version, at: new Date(at.getTime() + Math.min(later, most)) });
  }
  return deeds;
};

type Worked = { stored: Rejection[]; planned: readonly Planned[]; world: World; admins: readonly DemoPerson[] };

/** The latest of a reason that came before is its duplicate, as far as nobody has worked on it. */
const repeatOne = async ({ feed }: Services, { stored, planned, world, admins }: Worked): Promise<Deed[]> => {
  const place = stored.findLastIndex(({ state, acknowledgedById }) => state === 'open' && acknowledgedById === null);
  const copy = stored[place];
  const original = copy && stored.slice(0, place).findLast(({ reasonCode }) => reasonCode === copy.reasonCode);
  const [admin] = admins;
  if (!copy || !original || !admin) return [];
  const answer = await feed.duplicate(admin.id, { rejectionId: copy.id, originalId: original.id });
  // What was read before may have been worked on since.
  if (!answer.ok) return [];
  const came = planned[place]?.at.getTime() ?? world.now.getTime();
  const at = new Date((came + world.now.getTime()) / 2);
  const { version } = answer.data;
  // The original tells of it with the next version.
  return [
    { rejectionId: copy.id, version, at },
    { rejectionId: original.id, version: version + 1, at },
  ];
};

const ageOfDeeds = `
  update rejection_deed d set at = t.at
  from unnest($1::uuid[], $2::bigint[], $3::timestamptz[]) t (id, version, at)
  where d.rejection_id = t.id and d.version = t.version`;
const ageOfRejections = `
  update rejection r
  set received_at = r.occurred_at + interval '2 seconds',
      acknowledged_at = case when r.acknowledged_at is not null then (
        select max(d.at) from rejection_deed d where d.rejection_id = r.id and d.kind = 'acknowledge') end,
      resolved_at = case when r.resolved_at is not null then (
        select max(d.at) from rejection_deed d where d.rejection_id = r.id and d.kind in ('resolve', 'duplicate')) end
  where r.id = any ($1::uuid[])`;

const ageOfConflicts = `
  update rejection_deed d set at = r.occurred_at + interval '30 seconds' from rejection r
  where r.id = d.rejection_id and d.kind = 'conflict' and d.rejection_id = any ($1::uuid[])`;

const dateBack = async ({ query }: Services, stored: Rejection[], deeds: Deed[]): Promise<void> => {
  await query('demo_deeds_age', ageOfDeeds, [
    deeds.map(({ rejectionId }) => rejectionId),
    deeds.map(({ version }) => version),
    deeds.map(({ at }) => at),
  ]);
  await query('demo_conflicts_age', ageOfConflicts, [stored.map(({ id }) => id)]);
  await query('demo_tickets_age', ageOfRejections, [stored.map(({ id }) => id)]);
};
