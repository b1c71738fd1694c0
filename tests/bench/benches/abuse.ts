import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { Orders } from '../abuse/abusers.ts';
import { abusers } from '../abuse/traffic.ts';
import type { Bench, Outcome, TargetName } from '../bench.ts';
import { sessionCookie } from '../driver/our-dialect.ts';
import type { Population } from '../population.ts';
import { runSteady } from '../run.ts';
import type { Site } from '../targets/site.ts';
import type { World } from '../world.ts';
import { directPairs } from './direct.ts';

const pairs = 100;
const perSecond = 200;

/** The abusers have accounts like everybody else; they come after those who talk. */
const population: Population = { ...directPairs(pairs), people: pairs * 2 + abusers };

const start = (file: string): ChildProcess => fork(new URL(`../abuse/${file}`, import.meta.url));

const end = async (child: ChildProcess): Promise<void> => {
  const ended = once(child, 'exit');
  child.disconnect();
  await ended;
};

/** Lets the abusers loose on an instance, or on a server that takes everything and looks at nothing. */
const abuse = async (site: Site, isControl: boolean): Promise<() => Promise<void>> => {
  const attackers = start('abusers.ts');
  const discard = isControl ? start('discard.ts') : undefined;
  const port = discard ? ((await once(discard, 'message'))[0] as number) : site.instances[0]?.address.port;
  if (port === undefined) throw new Error('there is nothing to abuse');
  const cookies = Array.from({ length: abusers }, (_, abuser) => sessionCookie(pairs * 2 + abuser, site.secret));
  const orders: Orders = { port, cookies };
  attackers.send(orders);
  return async () => {
    await end(attackers);
    if (discard) await end(discard);
  };
};

const steady = (target: TargetName, world: World, isControl: boolean): Promise<Outcome> =>
  runSteady(target, world, {
    population,
    limited: true,
    authors: population.conversations.map(([person = 0], conversation) => ({ person, conversation })),
    perSecond,
    audience: 2,
    during: (site) => abuse(site, isControl),
    figures: ({ tallies, seconds }) => ({
      acked: tallies.acked / seconds,
      p50: tallies.showTimes.percentile(0.5),
      p99: tallies.showTimes.percentile(0.99),
    }),
  });

export const abuseBench: Bench = {
  name: 'abuse',
  title: 'Send → shown while eight connections of others send garbage at full speed',
  targets: ['ours'],
  settings: { pairs, 'messages/s': perSecond, abusers },
  measures: [
    { key: 'acked', title: 'load', unit: '/s' },
    { key: 'p50', title: 'send → shown p50', unit: 'ms', digits: 1 },
    { key: 'p99', title: 'send → shown p99', unit: 'ms', digits: 1 },
    { key: 'p99Control', title: 'p99 with the garbage elsewhere', unit: 'ms', digits: 1 },
    { key: 'excess', title: 'p99 beyond twice that', unit: 'ms', digits: 1 },
  ],
  goals: [{ measure: 'excess', relation: '<', value: 50 }],
  run: async (target, world) => {
    const control = await steady(target, world, true);
    const abused = await steady(target, world, false);
    const { p99 = Number.NaN } = abused.figures;
    const { p99: p99Control = Number.NaN } = control.figures;
    return {
      figures: { ...abused.figures, p99Control, excess: p99 - 2 * p99Control },
      problems: [...control.problems, ...abused.problems],
      notes: [...control.notes, ...abused.notes],
    };
  },
};
