import { setTimeout as sleep } from 'node:timers/promises';
import { Producer, stringSerializers } from '@platformatic/kafka';
import type { TicketEvent } from '../../../protocol/index.ts';
import type { Bench, TargetName } from '../bench.ts';
import { crowdPlan } from '../crowd-plan.ts';
import type { Sent } from '../driver/author.ts';
import { now } from '../driver/clock.ts';
import type { Fleet } from '../fleet.ts';
import { judgeFeed } from '../judge.ts';
import { bodyOf, feed } from '../population.ts';
import { meter, withSite } from '../run.ts';
import type { World } from '../world.ts';

const admins = 20;
export const partitions = 4;
const events = 200_000;
/** K would take minutes for all; its rate does not depend on the number. */
const eventsOfPeer = 10_000;
/** Enough for two versions to be told apart. */
const eventsBriefly = 60_000;
const batch = 1_000;

/** The n-th event of a partition; the title says so, for the check. */
const eventOf = (partition: number, n: number): TicketEvent => ({
  eventId: `bench-${partition}-${n}`,
  ticketId: `T-${partition}-${n % 5_000}`,
  title: bodyOf(partition, n, now()),
  reasonCode: 'missing_receipt',
  reason: 'The receipt of the second item is missing; please attach it and hand the ticket in again.',
  rejectedBy: 'checker-7',
  priority: 'normal',
  occurredAt: new Date().toISOString(),
});

/** Fills the partitions of a topic with so many events each. */
export const produce = async (brokers: string, topic: string, each: number) => {
  const producer = new Producer({
    clientId: 'bench',
    bootstrapBrokers: brokers.split(','),
    serializers: stringSerializers,
  });
  for (let partition = 0; partition < partitions; partition++) {
    for (let from = 1; from <= each; from += batch) {
      const numbers = Array.from({ length: Math.min(batch, each - from + 1) }, (_, i) => from + i);
      const messages = numbers.map((n) => ({ topic, partition, value: JSON.stringify(eventOf(partition, n)) }));
      await producer.send({ messages });
    }
  }
  await producer.close();
};

/** Waits until everything was shown, or nothing more has been for ten seconds. */
const drained = async (fleet: Fleet, expected: number, say: (step: string) => void) => {
  let last = { shown: -1, at: now() };
  let said = 0;
  for (;;) {
    const { shown } = await fleet.totals();
    if (shown >= expected || (shown === last.shown && now() - last.at > 10_000)) return;
    if (shown !== last.shown) last = { shown, at: now() };
    const tenths = Math.floor((shown / expected) * 10);
    if (tenths > said) say(`${tenths * 10} % drained`);
    said = tenths;
    await sleep(200);
  }
};

const eventsFor = (target: TargetName, { options }: World): number => {
  if (target === 'K') return eventsOfPeer;
  return options.brief ? eventsBriefly : events;
};

export const tickets: Bench = {
  name: 'tickets',
  title: 'Ticket rejections from Kafka, stored and shown to every admin',
  targets: ['ours', 'K'],
  settings: { admins, partitions, events, 'events of K': eventsOfPeer },
  measures: [
    { key: 'rate', title: 'stored and shown', unit: '/s' },
    { key: 'work', title: 'CPU per event, all instances and PostgreSQL', unit: 'µs' },
    { key: 'drain', title: `drain of ${events.toLocaleString('en')}`, unit: 's', digits: 1 },
  ],
  goals: [{ measure: 'rate', against: 'K', relation: '≥', factor: 10 }],
  judged: [
    { measure: 'rate', better: 'more' },
    { measure: 'work', better: 'less', limit: 0.05 },
  ],
  run: (target, world) => {
    const each = Math.ceil((eventsFor(target, world) * world.options.scale) / partitions);
    const total = each * partitions;
    const population = { people: admins, conversations: [], admins };
    return withSite(target, world, { population }, async (site, fleet) => {
      const kafka = await world.kafka();
      const topic = `bench-${crypto.randomUUID()}`;
      await kafka.createTopic(topic, partitions);
      world.say(`producing ${total} events`);
      await produce(kafka.brokers, topic, each);
      await fleet.open(crowdPlan(site, population));
      await fleet.beginMeasuring();
      const readMeter = await meter(site, world);
      await site.startWorker(topic);
      await drained(fleet, total * admins, world.say);
      const tallies = await fleet.endMeasuring();
      const { work } = await readMeter();
      const sent = Array.from(
        { length: partitions },
        (_, person): Sent => ({ person, conversation: feed, sent: each, unacked: [], checksum: 0 }),
      );
      const { problems, notes } = await judgeFeed(site, fleet, sent);
      const rate = total / ((tallies.lastShownAt - tallies.firstShownAt) / 1_000);
      return { figures: { rate, work: (work / total) * 1e6, drain: events / rate }, problems, notes };
    });
  },
};
