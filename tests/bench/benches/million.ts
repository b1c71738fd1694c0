import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Bench } from '../bench.ts';
import { crowdPlan } from '../crowd-plan.ts';
import { now } from '../driver/clock.ts';
import { Histogram } from '../driver/histogram.ts';
import type { Fleet } from '../fleet.ts';
import { meter, withSite } from '../run.ts';
import type { Site } from '../targets/site.ts';
import type { World } from '../world.ts';
import { partitions, produce } from './tickets.ts';

const events = 1_000_000;
const admins = 2;
/** The feed is looked at while it fills: by one admin, so often. */
const perSecond = 20;
const asked = 20;

/** The most that a process ever had in memory, in megabytes. */
const peakOf = async (pid: number): Promise<number> => {
  const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(await readFile(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) / 1_024;
};

/** Asks for the feed again and again until all events are stored. */
const whileDraining = async (site: Site, fleet: Fleet, total: number, { say }: World) => {
  const client = new pg.Client({ connectionString: site.databaseUrl });
  await client.connect();
  const times = new Histogram();
  const failures: string[] = [];
  const list = { event: 'ticket:list', payload: '{}' };
  let [stored, said, movedAt] = [0, 0, now()];
  try {
    while (stored < total && now() - movedAt < 20_000) {
      const answers = await fleet.ask(
        0,
        Array.from({ length: asked }, () => list),
        perSecond,
      );
      times.merge(answers.times.counts());
      failures.push(...answers.failures);
      const { rows } = await client.query<{ stored: number }>(
        `select last_seq::int as stored from log where kind = 'feed'`,
      );
      const before = stored;
      stored = rows[0]?.stored ?? 0;
      if (stored > before) movedAt = now();
      if (Math.floor((stored / total) * 10) > said) say(`${++said * 10} % stored`);
    }
    return { times, failures, stored, lastAt: movedAt };
  } finally {
    await client.end();
  }
};

/** Each partition counts its events, and a ticket is in one: so the order of a partition is that of its tickets. */
const verifyOrder = async (site: Site): Promise<string[]> => {
  const client = new pg.Client({ connectionString: site.databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ wrong: number }>(
      `select count(*)::int as wrong from (
         select split_part(event_id, '-', 3)::int as n,
                lag(split_part(event_id, '-', 3)::int) over (partition by split_part(event_id, '-', 2) order by seq) as before
         from rejection) e
       where e.n <> coalesce(e.before, 0) + 1`,
    );
    const wrong = rows[0]?.wrong ?? 0;
    const books = await client.query<{ sums: number[] }>(
      `select array[sum(passed), sum(read), sum(created), sum(repeated + conflicting + dead)]::int[] as sums
       from source_book where source = 'kafka'`,
    );
    const [passed, read, created, others] = books.rows[0]?.sums ?? [];
    return [
      ...(wrong === 0
        ? []
        : [`${wrong} events stand before an earlier one of their partition, or after a missing one`]),
      ...(passed === read && read === created && others === 0 ? [] : [`the books say ${books.rows[0]?.sums}`]),
    ];
  } finally {
    await client.end();
  }
};

export const million: Bench = {
  name: 'million',
  title: 'A million rejections at once in Kafka, while admins look at the feed',
  targets: ['ours'],
  settings: { events, partitions, admins, 'requests/s': perSecond },
  measures: [
    { key: 'rate', title: 'stored', unit: '/s' },
    { key: 'memory', title: 'worker, most memory ever resident', unit: 'MB' },
    { key: 'list', title: '`ticket:list` meanwhile p99', unit: 'ms', digits: 1 },
    { key: 'work', title: 'CPU per event, all instances and PostgreSQL', unit: 'µs' },
  ],
  // Set before it was measured.
  goals: [
    { measure: 'memory', relation: '<', value: 512 },
    { measure: 'list', relation: '<', value: 500 },
  ],
  run: (target, world) => {
    const each = Math.ceil((events * world.options.scale) / partitions);
    const total = each * partitions;
    const population = { people: admins, conversations: [], admins };
    return withSite(target, world, { population }, async (site, fleet) => {
      const kafka = await world.kafka();
      const topic = `bench-${crypto.randomUUID()}`;
      await kafka.createTopic(topic, partitions);
      world.say(`producing ${total} events`);
      await produce(kafka.brokers, topic, each);
      await fleet.open(crowdPlan(site, population));
      const readMeter = await meter(site, world);
      await site.startWorker(topic);
      const begun = now();
      const { times, failures, stored, lastAt } = await whileDraining(site, fleet, total, world);
      const { work } = await readMeter();
      const worker = site.processes().at(-1);
      const memory = worker === undefined ? Number.NaN : await peakOf(worker.pid);
      await sleep(1_000);
      const problems = [
        ...(await site.verifyFeed(total)),
        ...(await verifyOrder(site)),
        ...(failures.length === 0 ? [] : [`${failures.length} × ticket:list: ${failures[0]}`]),
      ];
      const figures = {
        rate: stored / ((lastAt - begun) / 1_000),
        ...{ memory, list: times.percentile(0.99), work: (work / total) * 1e6 },
      };
      return { figures, problems, notes: [] };
    });
  },
};
