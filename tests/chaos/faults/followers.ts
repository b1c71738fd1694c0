import { prepareDeeds } from '../../support/followers/deeds.ts';
import { finish, killWorkers } from '../../support/followers/kills.ts';
import type { Fault } from './fault.ts';

export const followerFaults: Fault[] = [
  {
    name: 'followers',
    title: 'kill -9 one of two workers that follow the log, at 200 random points',
    besides: "each follower's table is what the log says; no inserted row was handled twice or not at all",
    // As many kills.
    seconds: 200,
    async inject({ site, random, seconds, wait, say }) {
      const { pool, databaseUrl } = site;
      const rows = async (text: string) => (await pool.query(text)).rows;
      await prepareDeeds({ rows });
      const write = async () => {
        await rows('insert into deed select from generate_series(1, 3)');
        await wait(20);
      };
      await killWorkers({ databaseUrl, random, rounds: seconds, write, say });
    },
    async judge({ site, object, note }) {
      for (const difference of await finish(site.databaseUrl, site.pool)) object(difference);
      const { rows } = await site.pool.query<{ count: number }>('select count(*)::int as count from counted');
      note('rows handled once', rows[0]?.count ?? 0);
    },
  },
];
