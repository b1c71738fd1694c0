import pg from 'pg';
import type { Bench, Figures, Goal } from '../bench.ts';
import { crowdPlan } from '../crowd-plan.ts';
import type { Request } from '../driver/crowd.ts';
import type { Fleet } from '../fleet.ts';
import { conversationId, type Population } from '../population.ts';
import { settleDisk, withFleet } from '../run.ts';
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

/** Adds messages to these conversations, which had none, as if they had been sent one by one. */
const fill = async (databaseUrl: string, numbers: readonly number[], each: number) => {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const filled = [numbers.map(conversationId), each];
  await client.query(
    `insert into message (conversation_id, seq, version, author_id, client_id, body, created_at)
     select c.id, n, n, m.user_id, gen_random_uuid(), 'Message ' || n || ' of a longer talk about receipts and what to do with them.',
            now() - make_interval(secs => ($2 - n) * 60)
     from unnest($1::uuid[]) c (id)
     cross join lateral (select user_id from member where conversation_id = c.id limit 1) m
     cross join generate_series(1, $2::int) n`,
    filled,
  );
  await client.query('update conversation set last_seq = $2, last_version = $2 where id = any($1)', filled);
  await client.query('vacuum analyze');
  // What the filling left to write would be written in the middle of the reading.
  await client.query('checkpoint');
  await client.end();
};

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
  sync: () => request('sync', { cursors: {} }),
});

const many = (make: () => Request, count: number): Request[] => Array.from({ length: count }, make);

const requestKinds = ['open', 'page', 'changes', 'sync'] as const;

/** The p99 of each kind of request at this size of the table, asked on a fresh instance. */
const measure = (world: World, site: Site, head: number, stored: number): Promise<Figures> =>
  withFleet(world, async (fleet) => {
    const plan = crowdPlan(site, { people, conversations: [] });
    await fleet.open({
      ...plan,
      members: plan.members.filter(({ person }) => Object.values<number>(readers).includes(person)),
    });
    const ordinary = kinds(head);
    const figures: Figures = {};
    for (const kind of requestKinds) {
      world.say(`${kind} with ${stored.toLocaleString('en')} messages`);
      // The first requests of a kind plan their statements and fill caches.
      await fleet.ask(readers.ordinary, many(ordinary[kind], warmUps), perSecond[kind]);
      figures[kind] = await p99(fleet, readers.ordinary, many(ordinary[kind], requestsEach), perSecond[kind]);
    }
    const everywhere = many(ordinary.sync, everywhereRequests);
    const { times, failures } = await fleet.ask(readers.everywhere, everywhere, everywherePerSecond);
    figures.syncAll = failures.length === 0 ? times.percentile(0.99) : Number.NaN;
    return figures;
  });

const p99 = async (fleet: Fleet, person: number, requests: Request[], rate: number): Promise<number> => {
  const { times, failures } = await fleet.ask(person, requests, rate);
  if (failures.length > 0) throw new Error(`${failures.length} requests failed, the first with ${failures[0]}`);
  return times.percentile(0.99);
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
    { key: 'syncAll', title: 'sync p99, all conversations', unit: 'ms', digits: 1 },
    { key: 'growth', title: 'slowest growth at 10 ×', unit: '×', digits: 2 },
  ],
  goals: [
    ...requestKinds.map((measure): Goal => ({ measure, relation: '<', value: 20 })),
    { measure: 'growth', relation: '≤', value: 1.5 },
  ],
  run: async (target, world) => {
    world.say('seeding');
    const site = await startSite(target, world, { instances: 1, population });
    const each = Math.max(1, Math.round((messages * world.options.scale) / conversations));
    const tenth = conversations / growth - own.length;
    const stages = [[...own, ...ofOthers.slice(0, tenth)], ofOthers.slice(tenth)];
    const measured: Figures[] = [];
    try {
      for (const [stage, numbers] of stages.entries()) {
        world.say('filling the table');
        await fill(site.databaseUrl, numbers, each);
        await settleDisk();
        await site.instances[0]?.redeploy();
        measured.push(await measure(world, site, each, (conversations * each) / (stage === 0 ? growth : 1)));
      }
      const [small = {}, large = {}] = measured;
      const growths = requestKinds.map((kind) => (large[kind] ?? 0) / (small[kind] ?? 1));
      return { figures: { ...large, growth: Math.max(...growths) }, problems: [], notes: [] };
    } finally {
      await site.stop();
    }
  },
};
