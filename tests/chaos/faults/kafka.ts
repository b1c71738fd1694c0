import { fetchKafka } from '../../../scripts/installation/kafka/source.ts';
import { kafkaIsAvailable } from '../../../scripts/installation/kafka.ts';
import { until } from '../../../scripts/installation/waiting.ts';
import { type Book, type BookFacts, checkBooks } from '../checker/books.ts';
import { checkTickets, type StoredRejection } from '../checker/tickets.ts';
import { TicketProducer } from '../tickets/producer.ts';
import { committedOffsets, readTopic } from '../tickets/topic.ts';
import type { Fault, Stage } from './fault.ts';
import { booksOnPage, screensOf, watchAsAdmins } from './ticket-pages.ts';

const group = 'switchboard';
const bookQuery = `
  select partition, passed::int, read::int, created::int, repeated::int, conflicting::int, dead::int
  from source_book where source = 'kafka' and consumer_group = $1`;
const besides =
  'each event once, in order per ticket; dead letters exact; the books balance; consumed offsets never ahead of the database';

/** Breaks things while another system rejects tickets and Kafka's offsets are watched; then compares everything. */
export const whileTicketsAreRejected =
  (breakThings: (stage: Stage) => Promise<void>, broken = 0.01) =>
  async (stage: Stage): Promise<void> => {
    const { site, crowd, random } = stage;
    const brokers = site.kafka?.brokers ?? '';
    watchAsAdmins(crowd);
    const producer = new TicketProducer({ brokers, random, rate: 50, broken });
    producer.begin();
    await stage.wait(2_000);
    const watch = setInterval(() => void watchOffsets(stage, brokers).catch(() => {}), 1_000);
    await breakThings(stage);
    clearInterval(watch);
    await stage.wait(1_000);
    await producer.stop();
    stage.note('not confirmed by Kafka', producer.unconfirmed);
    await compare(stage, brokers);
  };

/** First what Kafka was told, then what the database holds: the database may only be further. */
const watchOffsets = async ({ site, object }: Stage, brokers: string): Promise<void> => {
  const told = await committedOffsets(brokers, group);
  const { rows } = await site.pool.query<{ partition: number; next_offset: string }>(
    'select partition, next_offset from consumer_offset where consumer_group = $1',
    [group],
  );
  const held = new Map(rows.map(({ partition, next_offset }) => [partition, BigInt(next_offset)]));
  for (const [partition, offset] of told)
    if (offset > (held.get(partition) ?? 0n)) object(`Kafka was told ${partition}:${offset} before it was stored`);
};

const compare = async (stage: Stage, brokers: string): Promise<void> => {
  const { site, note, object } = stage;
  const topic = await readTopic(brokers);
  const consumed = async () => {
    const { rows } = await site.pool.query<{ total: string }>(
      'select coalesce(sum(next_offset), 0) as total from consumer_offset where consumer_group = $1',
      [group],
    );
    return BigInt(rows[0]?.total ?? 0) === BigInt(topic.length);
  };
  await until('the topic to be consumed', consumed, 30_000).catch(({ message }: Error) => object(message));
  const rejections = await readRejections(stage);
  note('records in the topic', topic.length);
  note('rejections', rejections.length);
  const letters = await site.pool.query<{ position: string }>('select position from dead_letter');
  note('dead letters', letters.rows.length);
  const head = await site.pool.query<{ last_seq: string }>(`select last_seq from log where kind = 'feed'`);
  const wrong = checkTickets({
    ...{ topic, rejections, lastSeq: Number(head.rows[0]?.last_seq) },
    deadLetters: letters.rows.map(({ position }) => position.split('@')[0] ?? ''),
    screens: await screensOf(stage, rejections.length),
  });
  wrong.push(...(await judgeBooks(stage, { topic, rejections: rejections.length })));
  for (const what of wrong.slice(0, 20)) object(what);
};

/** They are moved in the transaction of the events: what is consumed is booked. */
const judgeBooks = async (stage: Stage, consumed: Omit<BookFacts, 'books'>): Promise<string[]> => {
  const { site } = stage;
  let wrong: string[] = [];
  const balance = async () => {
    const { rows: books } = await site.pool.query<Book>(bookQuery, [group]);
    wrong = checkBooks({ ...consumed, books });
    return wrong.length === 0;
  };
  await until('the books to balance', balance, 5_000).catch(() => {});
  return [...wrong, ...(await judgeBooksOnPage(stage, consumed))];
};

/** What an admin's page is told says the same, and that nothing is left to be read; by the next look at the broker at the latest. */
const judgeBooksOnPage = async (stage: Stage, consumed: Omit<BookFacts, 'books'>): Promise<string[]> => {
  let wrong: string[] = [];
  const balance = async () => {
    const told = await booksOnPage(stage);
    const read = told.filter(({ source, topic }) => source === 'kafka' && topic !== null);
    const books = read.map((book): Book => ({ ...book, partition: book.partition ?? 0 }));
    wrong = [
      ...checkBooks({ ...consumed, books }),
      ...read.flatMap(({ partition, lagEvents }) =>
        lagEvents === 0 ? [] : [`${lagEvents} of partition ${partition} are not read yet`],
      ),
    ].map((what) => `on the page: ${what}`);
    return wrong.length === 0;
  };
  await until('the page to say so', balance, 10_000).catch(() => {});
  return wrong;
};

const readRejections = async ({ site }: Stage): Promise<StoredRejection[]> => {
  const { rows } = await site.pool.query<{ event_id: string; ticket_id: string; seq: string }>(
    'select event_id, ticket_id, seq from rejection order by seq',
  );
  return rows.map(({ event_id, ticket_id, seq }) => ({ eventId: event_id, ticketId: ticket_id, seq: Number(seq) }));
};

/** @returns why nothing with Kafka can be done here, or nothing */
export const kafkaObstacle = async (): Promise<string | null> =>
  (await kafkaIsAvailable()) || (await fetchKafka()) ? null : 'there is no Kafka here, and none could be fetched';

const common = {
  obstacle: kafkaObstacle,
  besides,
  workers: 2,
  instances: 2,
  people: 8,
  admins: 2,
  rooms: 2,
  membersPerRoom: 4,
  rate: 10,
} as const;

export const kafkaFaults: Fault[] = [
  {
    ...common,
    name: 'kafka-worker-killed',
    title: 'Kafka: a worker killed in mid-batch, again and again',
    seconds: 25,
    inject: whileTicketsAreRejected(async (stage) => {
      const { site, random, every, wait } = stage;
      await every(2_000, async () => {
        const worker = random.pick(site.workers);
        await worker.kill();
        await wait(500);
        await worker.restart();
      });
    }),
  },
  {
    ...common,
    name: 'kafka-rebalance',
    title: 'Kafka: two workers, rebalanced every 5 s',
    seconds: 30,
    inject: whileTicketsAreRejected(async ({ site, random, every, wait }) => {
      await every(2_500, async () => {
        const worker = random.pick(site.workers);
        await worker.terminate();
        await wait(1_000);
        await worker.restart();
      });
    }),
  },
  {
    ...common,
    name: 'kafka-zombie',
    title: 'Kafka: a worker frozen beyond its session timeout, then continued (zombie)',
    seconds: 15,
    inject: whileTicketsAreRejected(async ({ site, wait, seconds }) => {
      for (const worker of site.workers) {
        worker.freeze();
        await wait(seconds * 1_000);
        worker.thaw();
        await wait(3_000);
      }
    }),
  },
  {
    ...common,
    name: 'kafka-broken-events',
    title: 'Kafka: 1 % (here 10 %) broken events',
    seconds: 15,
    inject: whileTicketsAreRejected(({ wait, seconds }) => wait(seconds * 1_000), 0.1),
  },
  {
    ...common,
    name: 'kafka-broker',
    title: 'Kafka: the broker killed and restarted',
    seconds: 5,
    inject: whileTicketsAreRejected(async ({ site, wait, seconds }) => {
      await site.kafka?.process?.kill();
      await wait(seconds * 1_000);
      await site.kafka?.restart();
      await wait(5_000);
    }),
  },
];
