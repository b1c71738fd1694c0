import type pg from 'pg';
import { beforeEach, describe, expect, it } from 'vitest';
import { until } from '../../../scripts/installation/waiting.ts';
import { GroupCommit } from '../../../server/engine/log/group-commit.ts';
import { ada, appenderOf, codes, commit, commitOne, prepareWriters, room, seed, seqsIn, toSend } from './writers.ts';

prepareWriters();

describe('while somebody holds the lock of a conversation for long', () => {
  let holder: pg.PoolClient;
  let locked: string;

  beforeEach(async () => {
    locked = await seed.room([ada]);
    holder = await seed.pool.connect();
    await holder.query('begin');
    await holder.query('select 1 from log where id = $1 for update', [locked]);
  });

  const release = async () => {
    await holder.query('rollback');
    holder.release();
  };

  it('sends to it are answered unavailable in time, and are stored when they are sent again', async () => {
    const send = toSend({ conversationId: locked });
    const started = performance.now();
    const answer = await commitOne(send);
    await release();
    expect(answer).toMatchObject({ ok: false, error: { code: 'unavailable', retryAfterMs: 500 } });
    expect(performance.now() - started, 'longer than a client waits').toBeLessThan(5_000);
    expect(codes(await commit([send]))).toEqual([1]);
  });

  it('sends to every other conversation go on, those of the same batch too', async () => {
    const commits = new GroupCommit(appenderOf(0), () => {});
    const rooms = await Promise.all(Array.from({ length: 80 }, () => seed.room([ada])));
    const stuck = commits.append(toSend({ conversationId: locked }));
    const others = await Promise.all(rooms.map((conversationId) => commits.append(toSend({ conversationId }))));
    const stillLocked = await seed.rows('select 1 from log where id = $1 for update skip locked', [locked]);
    await release();
    expect(stillLocked, 'the lock was held all the time').toEqual([]);
    expect(codes(others)).toEqual(rooms.map(() => 1));
    expect(await stuck, 'stored as soon as the row is free').toMatchObject({ ok: true });
  });
});

describe('group commits', () => {
  it('number what one sender sends at once in the order in which it was sent', async () => {
    const commits = new GroupCommit(appenderOf(0), () => {});
    const results = await Promise.all(Array.from({ length: 700 }, () => commits.append(toSend())));
    expect(codes(results)).toEqual(results.map((_, index) => index + 1));
  });

  it('refuse what they cannot hold with a moment to come back, and take sends again afterwards', async () => {
    const commits = new GroupCommit(appenderOf(0), () => {});
    const results = await Promise.all(Array.from({ length: 20_400 }, () => commits.append(toSend())));
    const refused = results.filter((result) => !result.ok);
    expect(refused.length, 'refused').toBeGreaterThan(0);
    for (const result of refused) expect(result).toMatchObject({ error: { code: 'unavailable', retryAfterMs: 500 } });
    expect((await seqsIn(room)).length).toBe(results.length - refused.length);
    expect(await commits.append(toSend())).toMatchObject({ ok: true });
  });

  it('are idle only when everything that was sent is answered', async () => {
    const commits = new GroupCommit(appenderOf(0), () => {});
    const holder = await seed.pool.connect();
    await holder.query('begin');
    await holder.query('select 1 from log where id = $1 for update', [room]);
    const sends = Promise.all(Array.from({ length: 20 }, () => commits.append(toSend())));
    let idle = false;
    const waiting = commits.idle().then(() => {
      idle = true;
    });
    try {
      await until('the batch to wait for the lock', async () => {
        const waits = `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
        return (await seed.rows(waits)).length > 0;
      });
      expect(idle, 'idle while a batch is in flight').toBe(false);
    } finally {
      await holder.query('rollback');
      holder.release();
    }
    await waiting;
    expect(await seqsIn(room)).toHaveLength(20);
    expect(codes(await sends)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
  });
});
