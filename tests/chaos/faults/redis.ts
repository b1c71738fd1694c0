import { Redis } from 'ioredis';
import type { Connection } from '../link/connection.ts';
import { noticeIsGone, noticesCameAndWent, presenceIsRight, worksWithoutRedis } from './expectations.ts';
import type { Fault, Stage, Times } from './fault.ts';

const besides =
  'no exit; same-instance delivery unchanged; across instances p99 < 2 s while down, back to normal 2 s after; presence right ≤ 20 s; the notice comes and goes';

const judgeOutage = async (stage: Stage, times: Times): Promise<void> => {
  worksWithoutRedis(stage, times);
  noticesCameAndWent(stage, times);
  await presenceIsRight(stage, times);
};

const judgeFlapping = async (stage: Stage, times: Times): Promise<void> => {
  worksWithoutRedis(stage, times);
  noticeIsGone(stage);
  await presenceIsRight(stage, times);
};

/** Somebody closes the browser while the others cannot be told. */
const somebodyLeaves = ({ crowd }: Stage): void => crowd.people.at(-1)?.leave();

const down = async (stage: Stage): Promise<void> => {
  const { site, wait, seconds } = stage;
  await site.redis.process.kill();
  await wait(seconds * 500);
  somebodyLeaves(stage);
  await wait(seconds * 500);
  await site.redis.restart();
};

const isSubscriber = ({ marks }: Connection) => marks.has('subscriber');

const flap = (which: (connection: Connection) => boolean) => async (stage: Stage) => {
  somebodyLeaves(stage);
  let cuts = 0;
  await stage.every(333, () => {
    for (const server of stage.site.instances) cuts += server.redis.cut(which);
  });
  stage.note('cuts', cuts);
  if (cuts === 0) stage.object('nothing was cut');
};

const pinned = { pinned: true, presence: true, besides } as const;

export const redisFaults: Fault[] = [
  { ...pinned, name: 'redis-killed', title: 'Redis killed for 5 s', seconds: 5, inject: down, judge: judgeOutage },
  {
    ...pinned,
    name: 'redis-down',
    title: 'Redis down for 120 s',
    seconds: 120,
    shortSeconds: 10,
    inject: down,
    judge: judgeOutage,
  },
  {
    ...pinned,
    name: 'redis-frozen',
    title: 'Redis frozen (SIGSTOP) for 30 s',
    seconds: 30,
    async inject(stage) {
      stage.site.redis.process.freeze();
      await stage.wait(stage.seconds * 500);
      somebodyLeaves(stage);
      await stage.wait(stage.seconds * 500);
      stage.site.redis.process.thaw();
    },
    judge: judgeOutage,
  },
  {
    ...pinned,
    name: 'redis-subscriber-cut',
    title: "Redis: subscribers' links cut 3 × per second",
    seconds: 20,
    shortSeconds: 6,
    inject: flap(isSubscriber),
    judge: judgeFlapping,
  },
  {
    ...pinned,
    name: 'redis-publisher-cut',
    title: "Redis: publishers' links cut 3 × per second",
    seconds: 20,
    inject: flap((connection) => !isSubscriber(connection)),
    judge: judgeFlapping,
  },
  {
    ...pinned,
    name: 'redis-half-open',
    title: 'Redis: all links half-open for 15 s',
    seconds: 15,
    async inject(stage) {
      for (const server of stage.site.instances) {
        server.redis.refusing = true;
        server.redis.silence();
      }
      somebodyLeaves(stage);
      await stage.wait(stage.seconds * 1_000);
    },
    judge: judgeOutage,
  },
  {
    ...pinned,
    name: 'redis-flushed',
    title: 'Redis: FLUSHALL every second',
    seconds: 5,
    async inject(stage) {
      const client = new Redis(stage.site.redis.url);
      somebodyLeaves(stage);
      await stage.every(1_000, () => client.flushall());
      client.disconnect();
    },
    judge: judgeFlapping,
  },
];
