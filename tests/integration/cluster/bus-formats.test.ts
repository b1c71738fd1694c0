import { randomBytes, randomUUID } from 'node:crypto';
import { afterEach, expect, it } from 'vitest';
import { until } from '../../../scripts/installation/waiting.ts';
import type { Formats } from '../../../server/engine/bus/formats.ts';
import { RedisBus } from '../../../server/engine/bus/redis-bus.ts';
import { createLogger } from '../../../server/engine/ops/log.ts';
import { createMetrics } from '../../../server/engine/ops/metrics.ts';
import { sharedRedisUrl } from '../../support/shared.ts';

const before: Formats = { newest: 1, older: [] };
/** A version that says `{"says":…}` where the one before said the words alone. */
const after: Formats = {
  newest: 2,
  older: [
    {
      number: 1,
      write: (_channel, body) => (JSON.parse(body) as { says: string }).says,
      read: (_channel, body) => JSON.stringify({ says: body }),
    },
  ],
};
/** The same, once nobody expects to meet the one before. */
const afterwards: Formats = { newest: 2, older: [] };

const installation = { prefix: `sb:${randomUUID()}:`, key: randomBytes(32) };
const log = createLogger('silent', 'test');
let stops: (() => Promise<void>)[] = [];

/** An instance of a version, as far as its bus goes. */
const instance = async (formats: Formats) => {
  const metrics = createMetrics();
  const bus = new RedisBus({ urls: [sharedRedisUrl()], ...installation, metrics, log, formats });
  const heard: string[] = [];
  bus.subscribe('chat', (body) => void heard.push(body));
  stops.push(() => bus.stop());
  await bus.start();
  await until('the bus to be healthy', () => bus.isHealthy());
  const dropped = async () => (await metrics.busDropped.get()).values[0]?.value ?? 0;
  return { say: (body: string) => bus.publish('chat', body), heard, dropped };
};
const times = (heard: string[], body: string) => heard.filter((one) => one === body).length;

afterEach(async () => {
  await Promise.all(stops.map((stop) => stop()));
  stops = [];
});

it('an older and a newer instance understand each other, and newer ones hear each thing once', async () => {
  const [old, one, two] = await Promise.all([instance(before), instance(after), instance(after)]);
  old.say('from before');
  await until('both newer ones to hear it', () =>
    [one, two].every(({ heard }) => heard.includes('{"says":"from before"}')),
  );
  // The second one has heard which format the first one knows as soon as it takes nothing twice.
  let n = 0;
  await until('it to be heard once', async () => {
    const [first, second] = [`{"says":"${++n}"}`, `{"says":"${++n}"}`];
    one.say(first);
    one.say(second);
    await until('the second to be heard', () => two.heard.includes(second));
    return times(two.heard, first) === 1;
  });
  await until('the older one to hear it', () => old.heard.includes(String(n)));
  expect(old.heard).toEqual(Array.from({ length: n }, (_, index) => String(index + 1)));
});

it('what comes in a format that is not known is counted and dropped, and what is known is still heard', async () => {
  const [old, one] = await Promise.all([instance(before), instance(afterwards)]);
  one.say('{"says":"what nobody can read"}');
  await until('it to be counted', async () => (await old.dropped()) === 1);
  const other = await instance(before);
  other.say('hello');
  await until('the other to be heard', () => old.heard.includes('hello'));
  expect(old.heard).toEqual(['hello']);
  await until('the newer one to have dropped it', async () => (await one.dropped()) === 1);
  expect(one.heard).toEqual([]);
});
