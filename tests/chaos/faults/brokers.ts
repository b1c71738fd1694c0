import { until } from '../../../scripts/installation/waiting.ts';
import { checkPlainBook } from '../checker/books.ts';
import { toQueue, toStream } from '../tickets/deliveries.ts';
import { PlainProducer } from '../tickets/plain-producer.ts';
import type { Fault, Stage } from './fault.ts';
import { booksOnPage, screensOf, watchAsAdmins } from './ticket-pages.ts';

const besides =
  'each event that was confirmed once; dead letters exact; the books balance, also on the page; nothing waits';

/** Breaks things while another system rejects tickets by a queue or a stream; then compares everything. */
const whileTicketsCome =
  (breakThings: (stage: Stage) => Promise<void>) =>
  async (stage: Stage): Promise<void> => {
    const { site, crowd, random, note } = stage;
    watchAsAdmins(crowd);
    const way = site.rabbit ? toQueue(site.rabbit.url) : toStream(site.redis.url);
    const producer = new PlainProducer({ deliver: way.deliver, random, rate: 50, broken: 0.05 });
    producer.begin();
    await stage.wait(2_000);
    await breakThings(stage);
    await stage.wait(1_000);
    await producer.stop();
    await way.close();
    note('sends repeated', producer.repeats);
    await compare(stage, producer);
  };

const compare = async (stage: Stage, { confirmed }: PlainProducer): Promise<void> => {
  const { site, note, object } = stage;
  const stored = async () => {
    const { rows } = await site.pool.query<{ event_id: string }>('select event_id from rejection order by seq');
    return rows.map((row) => row.event_id);
  };
  const letters = async () =>
    (await site.pool.query<{ payload: Buffer }>('select payload from dead_letter')).rows.map((row) =>
      String(row.payload),
    );
  await until(
    'everything that was confirmed to be stored',
    async () => (await stored()).length >= confirmed.events.size && (await letters()).length >= confirmed.broken.size,
    60_000,
  ).catch(({ message }: Error) => object(message));
  const [events, broken] = [await stored(), await letters()];
  note('rejections', events.length);
  note('dead letters', broken.length);
  const missing = [...confirmed.events].filter((id) => !events.includes(id)).map((id) => `lost: ${id}`);
  const strange = events.filter((id) => !confirmed.events.has(id)).map((id) => `${id} was never sent`);
  const twice = events.length === new Set(events).size ? [] : ['an event is stored twice'];
  const unread =
    broken.toSorted().join() === [...confirmed.broken].sort().join() ? [] : ['the dead letters are others'];
  const screens = await screensOf(stage, events.length);
  const newestFirst = events.toReversed().join();
  const shown = screens
    .filter(({ eventIds }) => eventIds.join() !== newestFirst)
    .map(({ reader }) => `${reader} shows other rejections, or in another order`);
  const wrong = [...missing, ...strange, ...twice, ...unread, ...shown, ...(await judgeBook(stage, events, broken))];
  for (const what of wrong.slice(0, 20)) object(what);
};

/** By the next look at the broker at the latest. */
const judgeBook = async (stage: Stage, events: string[], letters: string[]): Promise<string[]> => {
  let wrong: string[] = ['there is no book'];
  const balance = async () => {
    const [book] = (await booksOnPage(stage)).filter(
      ({ source }) => source === 'rabbitmq' || source === 'redis-stream',
    );
    if (book === undefined) return false;
    const { lagEvents } = book;
    wrong = checkPlainBook({ book, rejections: events.length, letters: letters.length, lagEvents });
    return wrong.length === 0;
  };
  await until('the book to balance', balance, 15_000).catch(() => {});
  return wrong;
};

const common = {
  besides,
  workers: 2,
  instances: 2,
  people: 8,
  admins: 2,
  rooms: 2,
  membersPerRoom: 4,
  rate: 10,
} as const;

/** A worker is killed, and then the broker. */
const killBoth = async (
  { site, random, wait, seconds }: Stage,
  broker: { kill(): Promise<void>; restart(): Promise<void> },
) => {
  const worker = random.pick(site.workers);
  await worker.kill();
  await wait(1_000);
  await worker.restart();
  await broker.kill();
  await wait(seconds * 1_000);
  await broker.restart();
  await wait(5_000);
};

export const brokerFaults: Fault[] = [
  {
    ...common,
    name: 'rabbitmq-killed',
    title: 'RabbitMQ: a worker killed, then the broker killed and restarted',
    tickets: 'rabbitmq',
    seconds: 5,
    inject: whileTicketsCome((stage) =>
      killBoth(stage, {
        kill: async () => stage.site.rabbit?.process.kill(),
        restart: async () => stage.site.rabbit?.restart(),
      }),
    ),
  },
  {
    ...common,
    name: 'redis-stream-killed',
    title: 'Redis stream: a worker killed, then Redis (with its log on disk) killed and restarted',
    tickets: 'redis-stream',
    seconds: 5,
    // What the killed worker had in hand is claimed by the other one after half a minute.
    quietWithin: 60,
    inject: whileTicketsCome((stage) =>
      killBoth(stage, {
        kill: () => stage.site.redis.process.kill(),
        restart: () => stage.site.redis.restart(),
      }),
    ),
  },
];
