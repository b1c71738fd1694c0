import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { paths } from '../../../protocol/index.ts';
import type { Random } from '../../../scripts/installation/random.ts';
import type { Server } from '../site/server.ts';
import type { Site } from '../site/site.ts';
import { TicketProducer } from '../tickets/producer.ts';
import { removeRecords } from '../tickets/topic.ts';

/** What is broken while an alert is waited for. `web` serves pages and sign-in, and no sockets. */
export type Scene = { site: Site; web: Server; random: Random };

export type Alarm = {
  /** The fault, as a person would say it. */
  title: string;
  /** Alerts that it must raise. */
  fires: readonly string[];
  /** Breaks something, goes on until `isRaised`, and heals it. */
  breakUntil(scene: Scene, isRaised: () => Promise<boolean>): Promise<void>;
};

const pause = 250;

/** Does something again and again. */
const again = async (isRaised: () => Promise<boolean>, work: () => Promise<void> | void): Promise<void> => {
  while (!(await isRaised())) {
    await work();
    await delay(pause);
  }
};

const all = ({ site, web }: Scene): Server[] => [...site.instances, web];

export const alarms: readonly Alarm[] = [
  {
    title: 'an instance is killed',
    fires: ['InstanceDown'],
    async breakUntil({ site }, isRaised) {
      const [victim] = site.instances;
      await victim?.kill();
      await again(isRaised, () => {});
      await victim?.restart();
    },
  },
  {
    title: 'Redis is killed',
    fires: ['RedisAway'],
    async breakUntil({ site }, isRaised) {
      await site.redis.process.kill();
      await again(isRaised, () => {});
      await site.redis.restart();
    },
  },
  {
    title: 'PostgreSQL cannot be reached, while people write and sign in',
    fires: ['DatabaseAway', 'RequestsFail'],
    async breakUntil(scene, isRaised) {
      for (const { database } of all(scene)) {
        database.refusing = true;
        database.cut();
      }
      await again(isRaised, () => tryToSignIn(scene));
      for (const server of all(scene)) server.heal();
    },
  },
  {
    title: 'every answer of PostgreSQL takes 1.5 s longer',
    fires: ['CommitsSlow', 'TailSlow'],
    async breakUntil({ site }, isRaised) {
      for (const { database } of site.instances) database.weather = { ...database.weather, delay: 750 };
      await again(isRaised, () => {});
      site.heal();
    },
  },
  {
    title: 'Kafka is killed',
    fires: ['TicketSourceStopped'],
    async breakUntil({ site }, isRaised) {
      await site.kafka?.process?.kill();
      await again(isRaised, () => {});
      await site.kafka?.restart();
    },
  },
  {
    title: 'a ticket system sends what nobody can read',
    fires: ['DeadLetters'],
    async breakUntil({ site, random }, isRaised) {
      const producer = new TicketProducer({ brokers: site.kafka?.brokers ?? '', random, rate: 20, broken: 0.5 });
      producer.begin();
      await again(isRaised, () => {});
      await producer.stop();
    },
  },
  {
    title: 'records cannot be fetched from Kafka, while heartbeats pass',
    fires: ['TicketSourceStalled', 'TicketSourceBehind'],
    async breakUntil({ site, random }, isRaised) {
      const producer = new TicketProducer({ brokers: site.kafka?.brokers ?? '', random, rate: 5, broken: 0 });
      producer.begin();
      site.kafkaGate.close();
      await again(isRaised, () => {});
      site.kafkaGate.open();
      await producer.stop();
    },
  },
  {
    title: 'a source sends nothing, of which something is expected',
    fires: ['TicketSourceSilent'],
    async breakUntil({ site }, isRaised) {
      await site.pool.query(`
        insert into source_watch (source, minutes, days, from_time, to_time, time_zone, changed_at, changed_by_id)
        values ('kafka', 1, '{1,2,3,4,5,6,7}', '00:00', '00:00', 'UTC', now() - interval '1 day', gen_random_uuid())`);
      await site.pool.query(`update source_book set event_at = event_at - interval '1 hour' where source = 'kafka'`);
      await again(isRaised, () => {});
      await site.pool.query('delete from source_watch');
    },
  },
  {
    title: 'Kafka removes events while the workers are away',
    fires: ['TicketEventsGone'],
    async breakUntil({ site, random }, isRaised) {
      const brokers = site.kafka?.brokers ?? '';
      const producer = new TicketProducer({ brokers, random, rate: 50, broken: 0 });
      producer.begin();
      // Until something was read, nothing can be missing.
      await delay(2_000);
      for (const worker of site.workers) await worker.kill();
      await delay(2_000);
      await producer.stop();
      await removeRecords(brokers);
      for (const worker of site.workers) await worker.restart();
      await again(isRaised, () => {});
    },
  },
  {
    title: 'an instance gets the processor for a third of the time',
    fires: ['ProcessBusy'],
    async breakUntil({ site }, isRaised) {
      const victim = site.instances.at(-1);
      await again(isRaised, async () => {
        victim?.freeze();
        await delay(2 * pause);
        victim?.thaw();
      });
    },
  },
  {
    title: 'somebody else publishes on the channels of this installation',
    fires: ['StrangersOnRedis'],
    async breakUntil({ site }, isRaised) {
      const stranger = new Redis(site.redis.url);
      await again(isRaised, async () => {
        const channels = (await stranger.pubsub('CHANNELS')) as string[];
        for (const channel of channels.filter((name) => name.endsWith(':chat')))
          await stranger.publish(channel, 'garbage');
      });
      stranger.disconnect();
    },
  },
  {
    title: 'somebody holds the cursors of the followers',
    fires: ['FollowerBehind'],
    async breakUntil({ site }, isRaised) {
      const client = await site.pool.connect();
      try {
        // Not the rows: who locks those has a transaction id, which holds the horizon back, and nobody sees that anything waits.
        await client.query('begin; lock table follower in exclusive mode');
        await again(isRaised, () => {});
      } finally {
        await client.query('rollback');
        client.release();
      }
    },
  },
  {
    title: 'what a follower makes of a message cannot be stored',
    fires: ['EntriesSetAside'],
    async breakUntil({ site }, isRaised) {
      await site.pool.query('alter table message_search add constraint nothing_fits check (false) not valid');
      try {
        await again(isRaised, () => {});
      } finally {
        await site.pool.query('alter table message_search drop constraint nothing_fits');
        await site.pool.query('update follower_fault set wanted = true');
      }
    },
  },
];

const tryToSignIn = async ({ web, site }: Scene): Promise<void> => {
  const origin = `http://127.0.0.1:${site.nginx.port}`;
  const body = JSON.stringify({ email: 'nobody@example.com', password: 'a wrong password' });
  const headers = { origin, 'content-type': 'application/json' };
  const answer = await fetch(`http://127.0.0.1:${web.port}${paths.auth}/sign-in/email`, {
    method: 'POST',
    headers,
    body,
  });
  await answer.body?.cancel();
};
