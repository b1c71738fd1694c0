import type { Bench, Figures, Goal } from '../bench.ts';
import { crowdPlan } from '../crowd-plan.ts';
import type { Request } from '../driver/crowd.ts';
import type { Histogram } from '../driver/histogram.ts';
import type { Fleet } from '../fleet.ts';
import { conversationId, type Population } from '../population.ts';
import { meter, settleDisk, withFleet } from '../run.ts';
import type { Site } from '../targets/site.ts';
import { startSite } from '../targets/start.ts';
import type { World } from '../world.ts';

const messages = 1_000_000;
const conversations = 10_000;
const people = 1_000;
const membersEach = 10;
/**
 * The table is measured at a tenth of its size, then full, and reading must not notice. What is read is the same both
 * times, and filled first: a page that has become longer would not say anything about the table.
 */
const growth = 10;
/** Far below what it can take: this is about the time of one request, not about many. */
const perSecond = { open: 100, page: 100, changes: 100, sync: 20 } as const;
const requestsEach = 500;
const requestsEachBriefly = 200;
const warmUps = 50;
/** A person with ten thousand conversations is told megabytes. */
const everywherePerSecond = 1;
const everywhereRequests = 20;

const readers = { ordinary: 1, everywhere: 0 } as const;

/** Person 0 is in every conversation, the others in about a hundred. */
const population: Population = {
  people,
  conversations: Array.from({ length: conversations }, (_, number) => [
    readers.everywhere,
    ...Array.from({ length: membersEach - 1 }, (_, i) => 1 + ((number * 7 + i * 111) % (people - 1))),
  ]).map((members) => [...new Set(members)]),
};
const ownOf = (person: number) =>
  population.conversations.flatMap((members, number) => (members.includes(person) ? [number] : []));

const own = ownOf(readers.ordinary);
const ofOthers = population.conversations.flatMap((_, number) => (own.includes(number) ? [] : [number]));

const pick = <Item>(items: readonly Item[]): Item => {
  const item = items[Math.floor(Math.random() * items.length)];
  if (item === undefined) throw new Error('nothing to choose from');
  return item;
};

const request = (event: string, payload: object): Request => ({ event, payload: JSON.stringify(payload) });

const kinds = (head: number): Record<'open' | 'page' | 'changes' | 'sync', () => Request> => ({
  open: () => request('message:history', { conversationId: conversationId(pick(own)) }),
  page: () =>
    request('message:history', {
      conversationId: conversationId(pick(own)),
      beforeSeq: 1 + Math.ceil(Math.random() * head),
    }),
  changes: () =>
    request('message:changes', { conversationId: conversationId(pick(own)), afterVersion: Math.max(0, head - 50) }),
  sync: () => request('sync', {}),
});

const many = (make: () => Request, count: number): Request[] => Array.from({ length: count }, make);

const requestKinds = ['open', 'page', 'changes', 'sync'] as const;

/** How long each kind of request takes at this size of the table, asked on a fresh instance. */
const measure = (world: World, site: Site, head: number, stored: number): Promise<Figures> =>
  withFleet(world, async (fleet) => {
    const plan = crowdPlan(site, { people, conversations: [] });
    await fleet.open({
      ...plan,
      members: plan.members.filter(({ person }) => Object.values<number>(readers).includes(person)),
    });
    const { brief } = world.options;
    const ordinary = kinds(head);
    const each = brief ? requestsEachBriefly : requestsEach;
    const figures: Figures = {};
    const middles: number[] = [];
    let work = 0;
    for (const kind of requestKinds) {
      world.say(`${kind} with ${stored.toLocaleString('en')} messages`);
      // The first requests of a kind plan their statements and fill caches.
      await fleet.ask(readers.ordinary, many(ordinary[kind], warmUps), perSecond[kind]);
      const readMeter = await meter(site, world);
      const times = await ask(fleet, readers.ordinary, many(ordinary[kind], each), perSecond[kind]);
      work += (await readMeter()).work;
      figures[kind] = times.percentile(0.99);
      middles.push(times.percentile(0.5));
    }
    figures.typical = Math.exp(middles.reduce((sum, time) => sum + Math.log(time), 0) / middles.length);
    figures.work = (work / (each * requestKinds.length)) * 1e6;
    if (brief) return figures;
    const everywhere = await ask(
      fleet,
      readers.everywhere,
      many(ordinary.sync, everywhereRequests),
      everywherePerSecond,
    );
    return { ...figures, syncAll: everywhere.percentile(0.99) };
  });

const ask = async (fleet: Fleet, person: number, requests: Request[], rate: number): Promise<Histogram> => {
  const { times, failures } = await fleet.ask(person, requests, rate);
  if (failures.length > 0) throw new Error(`${failures.length} requests failed, the first with ${failures[0]}`);
  return times;
};

export const reading: Bench = {
  name: 'reading',
  title: 'Reading, from due to answered at the client',
  targets: ['ours'],
  settings: {
    messages,
    conversations,
    people,
    'requests/s': `${perSecond.open}, sync ${perSecond.sync}`,
    'requests each': requestsEach,
  },
  measures: [
    { key: 'open', title: 'open a conversation p99', unit: 'ms', digits: 2 },
    { key: 'page', title: 'a page of history p99', unit: 'ms', digits: 2 },
    { key: 'changes', title: 'changes p99', unit: 'ms', digits: 2 },
    { key: 'sync', title: 'sync p99, ~100 conversations', unit: 'ms', digits: 2 },
    { key: 'typical', title: 'p50 of these four, geometric mean', unit: 'ms', digits: 2 },
    { key: 'work', title: 'CPU per request, instance and PostgreSQL', unit: 'µs' },
    { key: 'syncAll', title: 'sync p99, all conversations', unit: 'ms', digits: 1 },
    { key: 'growth', title: 'slowest growth at 10 ×', unit: '×', digits: 2 },
  ],
  goals: [
    ...requestKinds.map((measure): Goal => ({ measure, relation: '<', value: 20 })),
    { measure: 'growth', relation: '≤', value: 1.5 },
  ],
  judged: [
    { measure: 'typical', better: 'less' },
    { measure: 'work', better: 'less', limit: 0.05 },
  ],
  run: async (target, world) => {
    world.say('seeding');
    const site = await startSite(target, world, { instances: 1, population });
    const each = Math.max(1, Math.round((messages * world.options.scale) / conversations));
    const tenth = conversations / growth - own.length;
    const small = [...own, ...ofOthers.slice(0, tenth)];
    // Two versions are compared with the smaller table: that reading does not notice its size is said by this one alone.
    const stages = world.options.brief ? [small] : [small, ofOthers.slice(tenth)];
    const measured: Figures[] = [];
    try {
      for (const [stage, numbers] of stages.entries()) {
        world.say('filling the table');
        await site.fill?.(numbers, each);
        await settleDisk();
        await site.instances[0]?.redeploy();
        measured.push(await measure(world, site, each, (conversations * each) / (stage === 0 ? growth : 1)));
      }
      const [first = {}, large] = measured;
      if (large === undefined) return { figures: first, problems: [], notes: [] };
      const growths = requestKinds.map((kind) => (large[kind] ?? 0) / (first[kind] ?? 1));
      return { figures: { ...large, growth: Math.max(...growths) }, problems: [], notes: [] };
    } finally {
      await site.stop();
    }
  },
};
