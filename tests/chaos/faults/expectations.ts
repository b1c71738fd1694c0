import { until } from '../../../scripts/installation/waiting.ts';
import type { Delivery } from '../crowd/record.ts';
import { type Spread, spread } from '../figures.ts';
import type { Stage, Times } from './fault.ts';

type During = { from: number; until: number };

const gaps = ({ crowd }: Stage, { from, until: end }: During, which: (one: Delivery) => boolean = () => true) =>
  spread(
    crowd.seen.deliveries
      .filter((one) => one.committedAt >= from && one.committedAt <= end && which(one))
      .map(({ gap }) => gap),
  );

/** Objects when a percentile of the delivery gap, of all messages committed during the fault, is too high. */
export const gapsBelow = (stage: Stage, { from, healed }: Times, p99: number): void => {
  const found = gaps(stage, { from, until: healed });
  stage.note('p99 during the fault', found.p99);
  if (found.p99 >= p99) stage.objectToTime(`p99 of the delivery gap is ${found.p99} ms, not below ${p99} ms`);
};

/** Whether the author of a message and its reader are on the same instance. */
const sameInstance = ({ crowd }: Stage): ((one: Delivery) => boolean) => {
  const homes = new Map(crowd.people.map(({ account, home }) => [account.me.id, home]));
  const names = new Map(crowd.people.map(({ account, home }) => [account.me.name, home]));
  return ({ authorId, reader }) => homes.get(authorId) === names.get(reader.replace(/ \(\d+\)$/, ''));
};

// What a busy machine of two cores adds by itself, to the worst and to half of the deliveries. An instance that hears
// nothing any more and reads the log every second is far beyond: it takes 500 ms for half of them.
const noise = { p99: 400, p50: 100 };

const isSlower = (found: Spread, before: Spread): boolean =>
  found.p99 > 2 * before.p99 + noise.p99 || found.p50 > 2 * before.p50 + noise.p50;

/** What must hold while Redis is not there: nothing changes on one instance, and across them the log is read. */
export const worksWithoutRedis = (stage: Stage, { from, healed }: Times): void => {
  const isLocal = sameInstance(stage);
  const before = gaps(stage, { from: 0, until: from }, isLocal);
  const local = gaps(stage, { from, until: healed }, isLocal);
  const across = gaps(stage, { from, until: healed }, (one) => !isLocal(one));
  const after = gaps(stage, { from: healed + 2_000, until: Number.POSITIVE_INFINITY }, (one) => !isLocal(one));
  stage.note('same instance p99', `${before.p99} → ${local.p99}`);
  stage.note('across p99', across.p99);
  stage.note('across p99 2 s after', after.p99);
  if (isSlower(local, before))
    stage.objectToTime(`delivery on one instance slowed down to p50 ${local.p50}, p99 ${local.p99} ms`);
  if (across.p99 >= 2_000) stage.objectToTime(`delivery across instances took p99 ${across.p99} ms`);
  if (isSlower(after, before))
    stage.objectToTime(`delivery is not back to normal after 2 s: p50 ${after.p50}, p99 ${after.p99} ms`);
};

/** Everybody was told that Redis is away, and that it is back. */
export const noticesCameAndWent = ({ crowd, object }: Stage, { from, healed }: Times): void => {
  const told = new Set(
    crowd.seen.degraded.flatMap(({ reader, degraded, at }) => (degraded && at >= from && at <= healed ? [reader] : [])),
  );
  if (told.size < crowd.tabs.length / 2) object(`only ${told.size} of ${crowd.tabs.length} pages said "degraded"`);
  noticeIsGone({ crowd, object });
};

export const noticeIsGone = ({ crowd, object }: Pick<Stage, 'crowd' | 'object'>): void => {
  const still = crowd.tabs.filter(({ state }) => state.connection.degraded);
  if (still.length > 0) object(`${still.length} pages still say "degraded"`);
};

/** Everybody sees everybody as they are, at the latest 20 s after the fault. */
export const presenceIsRight = async ({ crowd, object, note }: Stage, { healed }: Times): Promise<void> => {
  const wrong = () =>
    crowd.tabs.flatMap(({ name, state }) =>
      crowd.people.flatMap(({ account, tabs }) => {
        const shown = state.presence[account.me.id] ?? 'offline';
        return (shown === 'offline') === (tabs.length === 0) ? [] : [`${name} sees ${account.me.name} as ${shown}`];
      }),
    );
  try {
    await until('presence to be right', () => wrong().length === 0, Math.max(0, healed + 20_000 - Date.now()));
    note('presence right after ms', Date.now() - healed);
  } catch {
    for (const what of wrong().slice(0, 5)) object(`20 s later, ${what}`);
  }
};

/** Clients are on all instances, none of which has many more than another. */
export const spreadEvenly = async ({ site, object, note }: Stage): Promise<void> => {
  const counts = await Promise.all(site.instances.map((one) => one.metric('switchboard_connections')));
  note('connections', counts.join(' / '));
  const mean = counts.reduce((sum, one) => sum + one, 0) / counts.length;
  if (counts.some((one) => one < mean * 0.6 || one > mean * 1.4)) object(`connections are ${counts.join(', ')}`);
};
