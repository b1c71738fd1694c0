import type { Me } from '../../protocol/index.ts';
import type { Noun } from './noun.ts';
import { pictureOf } from './profiles.ts';
import { granted, type Services } from './services.ts';
import { before, type DemoPerson, type World } from './world.ts';

const age = 'update message set created_at = $2 where id = any ($1::uuid[])';
// Nobody is there: it must not be called from now on.
const switchOff = `update hook set off_at = $2, off_reason = 'asked', last_used_at = $3 where id = $1`;
const deliver = `
  insert into hook_delivery (hook_id, entry_id, version, body, created_at, tried_at, attempts, delivered, status, error, milliseconds)
  select $1, gen_random_uuid(), n, '{}', $2::timestamptz + n * interval '7 minutes', $2::timestamptz + n * interval '7 minutes',
    case when n = 4 then 3 else 1 end, n <> 5, case when n = 5 then 503 else 200 end,
    case when n = 5 then 'HTTP 503' end, 40 + n * 13
  from generate_series(1, 6) n`;
const useToken = 'update apikey set created_at = $2, last_request = $3 where id = $1';

const posts = [
  'Build **1842** passed on `main` in 4 min 12 s.',
  'Build **1843** failed: 2 of 1,204 tests. [What failed](https://builds.example.com/1843)',
  'Build **1844** passed on `main` in 4 min 3 s.',
];

type Asker = { me: Me; address: string };
const as = ({ id, name, role }: DemoPerson): Asker => ({ me: { id, name, role } as Me, address: '192.0.2.10' });

const makeBots = async (services: Services, world: World, [ada, fang]: [Asker, Asker]) => {
  const random = world.randomOf('bots');
  const watch = granted(await services.bots.create(ada, { name: 'Ticket watch', role: 'handler', ofWorkspace: true }));
  const notes = granted(await services.bots.create(fang, { name: '周报助手', role: 'member', ofWorkspace: false }));
  const picture = granted(await services.pictures.add(await pictureOf(random))).id;
  granted(await services.bots.update(ada, { botId: watch.id, picture }));
  const tokens = [
    await services.tokens.create(ada, {
      name: 'ticket watch',
      scopes: ['read', 'tickets'],
      days: 365,
      botId: watch.id,
    }),
    await services.tokens.create(fang, { name: '周报', scopes: ['read', 'write'], days: 90, botId: notes.id }),
    await services.tokens.create(ada, { name: 'laptop', scopes: ['read'], days: 30 }),
  ];
  for (const [place, made] of tokens.entries())
    await services.query('demo_token_use', useToken, [
      ...[granted(made).token.id, before(world, { days: 20 })],
      place === 2 ? null : before(world, { minutes: 9 + 70 * place }),
    ]);
};

const makeHooks = async (services: Services, world: World, ada: Asker) => {
  const onCall = world.places.find(({ kind, language }) => kind === 'work' && language === 'en');
  if (onCall === undefined) return;
  const made = granted(
    await services.hooks.create(ada, {
      direction: 'incoming',
      name: 'Builds',
      conversationId: onCall.id,
      mentions: false,
    }),
  );
  const hook = await services.arrivals.find(made.secret);
  if (hook === null) throw new Error('the demo does not find the webhook that it made');
  const sent: string[] = [];
  for (const [place, text] of posts.entries())
    sent.push(granted(await services.arrivals.post(hook, text, `demo-${place}`)).id);
  await services.query('demo_posts_age', age, [sent, world.now]);
  const mirror = granted(
    await services.hooks.create(ada, {
      ...{ direction: 'outgoing', name: 'Ticket mirror', mentions: false, url: 'https://mirror.example.com/tickets' },
    }),
  );
  const [since, until] = [before(world, { days: 2 }), before(world, { days: 1, minutes: 60 })];
  await services.query('demo_deliveries', deliver, [mirror.hook.id, since]);
  await services.query('demo_hook_off', switchOff, [mirror.hook.id, before(world, { days: 1 }), until]);
};

/** Bots with tokens, a webhook that posts into a room, and one that told another program of tickets. */
export const programs: Noun = {
  name: 'programs',
  fill: async (services, world) => {
    const [ada, fang] = world.people;
    if (ada === undefined || fang === undefined) return;
    await makeBots(services, world, [as(ada), as(fang)]);
    await makeHooks(services, world, as(ada));
  },
};
