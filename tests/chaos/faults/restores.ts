import { randomUUID } from 'node:crypto';
import { until } from '../../../scripts/installation/waiting.ts';
import { prepareDeeds } from '../../support/followers/deeds.ts';
import { startFollowing, untilEqual } from '../../support/followers/kills.ts';
import { ways } from '../../support/restores/copies.ts';
import type { Fault, Stage } from './fault.ts';

const lost = 1_000;

/** What the copy will not have, besides what everybody writes. */
const writeMore = async ({ site }: Stage): Promise<void> => {
  const [account] = site.accounts;
  const each = <T>(value: () => T) => Array.from({ length: lost }, value);
  await site.pool.query('select from append_messages($1, $2, $3, $4, $5, null, null)', [
    ...[each(() => account?.conversationIds[0]), each(() => account?.me.id), each(randomUUID)],
    ...[each(() => 'to be lost'), each(() => null)],
  ]);
};

const epochOf = async ({ site }: Stage): Promise<string | undefined> =>
  (await site.pool.query<{ epoch: string }>('select epoch from installation')).rows[0]?.epoch;

export const restoreFaults: Fault[] = ways.map(({ name, title, take }) => ({
  name: `restore-${name}`,
  title: `PostgreSQL: ${title}, before ${lost} messages`,
  besides: 'every page ends equal to the database; followers run on, and their tables are what the log says',
  seconds: 3,
  putsBack: true,
  quietWithin: 20,
  async inject(stage) {
    const { site, crowd, seconds, wait, say, note } = stage;
    await prepareDeeds({ rows: async (text) => (await site.pool.query(text)).rows });
    const worker = await startFollowing(site.databaseUrl, 'follower');
    try {
      const putBack = await take(site);
      await until('the database to answer', async () => (await site.pool.query('select')).rowCount === 1);
      const before = await epochOf(stage);
      await writeMore(stage);
      await wait(seconds * 1_000);
      say('putting it back');
      const from = Date.now();
      await putBack();
      await until('another epoch', async () => (await epochOf(stage)) !== before, 30_000);
      note('epoch after ms', Date.now() - from);
      const epoch = await epochOf(stage);
      const known = () => crowd.tabs.filter(({ state }) => state.connection.epoch === epoch).length;
      await until('every page to know it', () => known() === crowd.tabs.length, 30_000);
      note('pages after ms', Date.now() - from);
      await crowd.rest();
      for (const difference of await untilEqual(site.pool)) stage.object(difference);
      crowd.begin();
    } finally {
      await worker.kill();
    }
  },
}));
