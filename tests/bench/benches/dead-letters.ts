import pg from 'pg';
import type { Bench, Figures, Goal } from '../bench.ts';
import { crowdPlan } from '../crowd-plan.ts';
import type { Request } from '../driver/crowd.ts';
import { settleDisk, withSite } from '../run.ts';

const letters = 100_000;
const kinds = 20;
const perSecond = 20;
const requestsEach = 200;
const warmUps = 30;

/** From three sources, and so many things wrong with them. @returns the id of one far down */
const fill = async (databaseUrl: string, count: number): Promise<string> => {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(
      `insert into dead_letter (source, origin, position, payload, error, headers)
       select (array['kafka', 'rabbitmq', 'http'])[1 + n % 3], 'tickets.rejected', n::text,
              convert_to(repeat('{"title": "what nobody can read"} ', 30), 'UTF8'),
              'field_' || chr(97 + n % $2::int) || ': is none of what it may be', '{}'
       from generate_series(1, $1::int) n`,
      [count, kinds],
    );
    await client.query('vacuum analyze dead_letter');
    const { rows } = await client.query<{ id: string }>('select id from dead_letter order by id offset $1 limit 1', [
      Math.floor(count / 10),
    ]);
    return rows[0]?.id ?? '';
  } finally {
    await client.end();
  }
};

const request = (event: string, payload: object): Request => ({ event, payload: JSON.stringify(payload) });

/** What is asked, and of which the hundredth part may take so long. */
const questions = (deep: string): Record<string, Request> => ({
  list: request('dead-letter:list', { state: 'standing' }),
  deep: request('dead-letter:list', { state: 'standing', before: deep }),
  group: request('dead-letter:list', {
    state: 'standing',
    source: 'kafka',
    kind: 'field_a: is none of what it may be',
  }),
  none: request('dead-letter:list', { state: 'discarded' }),
  groups: request('dead-letter:groups', { state: 'standing' }),
});

export const deadLetters: Bench = {
  name: 'dead-letters',
  title: 'Letters that could not be read, from due to answered at the client',
  targets: ['ours'],
  settings: { letters, kinds, 'requests/s': perSecond, 'requests each': requestsEach },
  measures: [
    { key: 'list', title: 'the newest p99', unit: 'ms', digits: 1 },
    { key: 'deep', title: 'a page far down p99', unit: 'ms', digits: 1 },
    { key: 'group', title: 'one group p99', unit: 'ms', digits: 1 },
    { key: 'none', title: 'discarded ones, of which there are none, p99', unit: 'ms', digits: 1 },
    { key: 'groups', title: 'all groups with their numbers p99', unit: 'ms', digits: 1 },
  ],
  goals: ['list', 'deep', 'group', 'none', 'groups'].map((measure): Goal => ({ measure, relation: '<', value: 300 })),
  run: (target, world) => {
    const population = { people: 1, conversations: [], admins: 1 };
    return withSite(target, world, { instances: 1, population }, async (site, fleet) => {
      world.say('filling the table');
      const deep = await fill(site.databaseUrl, Math.round(letters * world.options.scale));
      await settleDisk();
      await fleet.open(crowdPlan(site, population));
      const figures: Figures = {};
      const problems: string[] = [];
      for (const [key, one] of Object.entries(questions(deep))) {
        world.say(key);
        const ask = (count: number) =>
          fleet.ask(
            0,
            Array.from({ length: count }, () => one),
            perSecond,
          );
        await ask(warmUps);
        const { times, failures } = await ask(requestsEach);
        figures[key] = times.percentile(0.99);
        if (failures.length > 0) problems.push(`${failures.length} × ${key}: ${failures[0]}`);
      }
      return { figures, problems, notes: [] };
    });
  },
};
