import { type FileHandle, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { spread } from '../figures.ts';
import { loseReplies } from '../link/looks.ts';
import type { Site } from '../site/site.ts';
import { canMakeSmallDisk } from '../site/small-disk.ts';
import type { Fault, Stage } from './fault.ts';

const besides = 'only `unavailable`; the outbox drains by itself';

/** `pg_ctl stop -m immediate`: no checkpoint, no goodbye; what was committed must be found again in the WAL. */
const crash = async ({ postgres }: Site): Promise<void> => {
  postgres.process.signal('SIGQUIT');
  await postgres.process.ended;
  await postgres.process.stop();
};

const killBackends = `
  select count(pg_terminate_backend(pid)) as killed from pg_stat_activity
  where application_name like 'switchboard/%' and random() < 0.5`;

const block = Buffer.alloc(64 * 1024, 1);

/** Writes until nothing more fits: to the last block, also what PostgreSQL gives back meanwhile. */
const fillDisk = async (filler: FileHandle): Promise<void> => {
  for (;;)
    try {
      await filler.appendFile(block);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOSPC') return;
      throw error;
    }
};

/** Its operator finds it dead, makes room, and starts it again. */
const reviveAfterFullDisk = async ({ site, say }: Stage, filler: string): Promise<void> => {
  await rm(filler);
  const answers = await site.pool.query('select 1').then(
    () => true,
    () => false,
  );
  if (answers && site.postgres.process.alive) return;
  say('PostgreSQL ended on the full disk; starting it again');
  await site.postgres.process.stop();
  await site.postgres.restart();
};

export const postgresFaults: Fault[] = [
  {
    name: 'postgres-crash',
    title: 'PostgreSQL: `stop -m immediate` and restart × 5',
    besides,
    seconds: 5,
    shortSeconds: 2,
    async inject(stage) {
      const { site, wait, seconds, say } = stage;
      for (let round = 1; round <= seconds; round++) {
        say(`crash ${round} of ${seconds}`);
        await crash(site);
        await wait(1_000);
        await site.postgres.restart();
        await wait(1_500);
      }
    },
  },
  {
    name: 'postgres-backends',
    title: 'PostgreSQL: half of the backends killed every 300 ms',
    besides,
    seconds: 15,
    async inject(stage) {
      let killed = 0;
      await stage.every(300, async () => {
        const { rows } = await stage.site.pool.query<{ killed: string }>(killBackends);
        killed += Number(rows[0]?.killed ?? 0);
      });
      stage.note('killed', killed);
      if (killed === 0) stage.object('no backend was killed');
    },
  },
  {
    name: 'postgres-reply-lost',
    title: 'PostgreSQL: the reply lost after COMMIT (every fifth)',
    besides: `${besides}; one row each`,
    seconds: 15,
    shortSeconds: 6,
    async inject(stage) {
      const { look, lost } = loseReplies(stage.random, 0.2);
      for (const server of stage.site.instances) server.database.look = look;
      await stage.wait(stage.seconds * 1_000);
      stage.note('replies lost', lost());
      if (lost() === 0) stage.object('no reply was lost');
    },
  },
  {
    name: 'postgres-locked-row',
    title: "PostgreSQL: a session holds one conversation's row for 10 s",
    besides: `${besides}; other conversations unaffected`,
    seconds: 10,
    async inject(stage) {
      const { site, wait, seconds } = stage;
      const locked = site.accounts[0]?.conversationIds[0];
      const client = await site.pool.connect();
      await client.query('begin');
      await client.query('select 1 from log where id = $1 for update', [locked]);
      const from = Date.now();
      await wait(seconds * 1_000);
      await client.query('rollback');
      client.release();
      judgeOthers(stage, from, locked ?? '');
    },
  },
  {
    name: 'postgres-half-open',
    title: 'PostgreSQL: half of the links half-open, again every 5 s',
    besides,
    seconds: 15,
    async inject(stage) {
      await stage.every(5_000, () => {
        for (const server of stage.site.instances) server.database.silence(() => stage.random.chance(0.5));
      });
    },
  },
  {
    name: 'postgres-disk-full',
    title: 'PostgreSQL: data folder full',
    besides,
    seconds: 10,
    disk: 300,
    obstacle: async () => ((await canMakeSmallDisk()) ? null : 'mounting a tmpfs needs root'),
    length: 3_000,
    async inject(stage) {
      if (stage.site.disk === undefined) return stage.object('there is no small disk');
      const path = join(stage.site.disk, 'filler');
      const filler = await open(path, 'a');
      await stage.every(100, () => fillDisk(filler));
      await filler.close();
      const refused = [...stage.crowd.seen.refusals.values()].reduce((sum, one) => sum + one, 0);
      stage.note('refused', refused);
      if (refused === 0) stage.object('the disk was full and nobody noticed');
      await reviveAfterFullDisk(stage, path);
    },
  },
];

/** Sends to other conversations, while one is locked: they share batches with it, and must not share its fate. */
const judgeOthers = ({ crowd, note, objectToTime }: Stage, from: number, locked: string): void => {
  const p99 = (isAfter: boolean) =>
    spread(
      crowd.seen.waits
        .filter(({ conversationId, at }) => conversationId !== locked && at >= from === isAfter)
        .map(({ ms }) => ms),
    ).p99;
  const [before, during] = [p99(false), p99(true)];
  note('others wait p99', `${before} → ${during}`);
  if (during > 2 * before + 300)
    objectToTime(`sends to other conversations waited p99 ${during} ms, ${before} ms before`);
};
