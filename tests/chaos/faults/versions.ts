import { waitsForNewerPage } from '../../../app/_live/core/outbox/entries.ts';
import type { SendOptions } from '../../../app/_live/core/outbox/methods.ts';
import type { Result } from '../../../protocol/index.ts';
import type { Crowd } from '../crowd/crowd.ts';
import type { Tab } from '../crowd/tab.ts';
import { nobodyStandsStill } from '../versions/behind.ts';
import { Deployment, everyTab } from '../versions/deployment.ts';
import { makeVersions } from '../versions/version.ts';
import { presenceIsRight } from './expectations.ts';
import type { Fault, Stage } from './fault.ts';
import { kafkaObstacle, whileTicketsAreRejected } from './kafka.ts';

// What this version's types do not know.
type NextOptions = SendOptions & { importance?: string };
type NextClient = {
  request(event: 'message:wave', payload: { conversationId: string }): Promise<Result<{ waved: boolean }>>;
};

const important: NextOptions = { importance: 'high' };
const importanceOf = ({ importance }: NextOptions = {}): string | null => importance ?? null;

/** What pages do that is not of the person: those that are too old load themselves anew, those that can wave do. */
const watchPages = ({ crowd, random, note }: Stage, isOld: (tab: Tab) => boolean) => {
  const isToBeLoadedAnew = (tab: Tab) => isOld(tab) && waitsForNewerPage(tab.state);
  const counted = { renewed: 0, waved: 0, 'waves that an older instance did not know': 0 };
  const renew = () => {
    for (const { person, tab } of everyTab(crowd)) {
      if (tab.state.connection.phase !== 'outdated' && !isToBeLoadedAnew(tab)) continue;
      counted.renewed += 1;
      person.reload(tab);
    }
  };
  const wave = async () => {
    const { tab } = random.pick(everyTab(crowd));
    const [conversationId] = Object.keys(tab.state.conversations);
    if (isOld(tab) || conversationId === undefined) return;
    const client = tab.client as unknown as NextClient;
    const answer = await client.request('message:wave', { conversationId });
    if (answer.ok) counted.waved += 1;
    else if (answer.error.code === 'invalid') counted['waves that an older instance did not know'] += 1;
  };
  const timer = setInterval(() => {
    renew();
    void wave();
  }, 250);
  return {
    counted,
    end: () => {
      clearInterval(timer);
      for (const [name, count] of Object.entries(counted)) note(name, count);
    },
  };
};

/** What was written with something that only newer instances store, and waits for one. */
const waiting = ({ tabs }: Crowd): number =>
  new Set(
    tabs.flatMap(({ state }) =>
      state.outbox.entries.flatMap(({ since, clientId }) => (since === undefined ? [] : clientId)),
    ),
  ).size;

/** By the instances that run now. */
const droppedOnRedis = async ({ site }: Stage): Promise<number> => {
  const counts = await Promise.all(site.instances.map((one) => one.metric('switchboard_bus_dropped_total')));
  return counts.reduce((sum, one) => sum + one, 0);
};

const rollThereAndBack = async (stage: Stage): Promise<void> => {
  const { crowd, random, seconds, wait, note, object } = stage;
  const { present, next, last } = await makeVersions(() => (random.chance(0.3) ? important : {}));
  const deployment = new Deployment(stage, present);
  const pages = watchPages(stage, (tab) => tab.pages === present.pages);
  const moment = () => wait(1_000);
  try {
    // With one newer instance among older ones for long enough that newer pages ask for it.
    await deployment.roll(next, async (n) => {
      if (n > 0) return moment();
      await wait(seconds * 1_000);
      await nobodyStandsStill(stage);
      note('dropped of what came over Redis', await droppedOnRedis(stage));
    });
    await nobodyStandsStill(stage);
    await deployment.roll(present, moment);
    await nobodyStandsStill(stage);
    note('waiting for a newer instance', waiting(crowd));
    if (waiting(crowd) === 0) object('nothing waited for a newer instance: nothing was shown');
    await deployment.roll(last, moment);
    await wait(2_000);
  } finally {
    pages.end();
  }
  if (pages.counted.renewed === 0) object('no page was told to load itself anew: nothing was shown');
  if (pages.counted.waved === 0) object('nobody waved: nothing was shown');
};

type Row = { author_id: string; client_id: string; importance: string | null };

/** Everything that was written is stored, with just what it carried. */
const storedAsMeant = async ({ crowd, site, note, object }: Stage): Promise<void> => {
  const { rows } = await site.pool.query<Row>('select author_id, client_id, importance from message');
  const stored = new Map(rows.map((row) => [`${row.author_id} ${row.client_id}`, row]));
  const { written } = crowd.seen;
  const rowOf = ({ authorId, clientId }: (typeof written)[number]) => stored.get(`${authorId} ${clientId}`);
  const lost = written.filter((one) => rowOf(one) === undefined).length;
  if (lost > 0) object(`${lost} of ${written.length} messages that were written never came`);
  const changed = written.filter((one) => (rowOf(one)?.importance ?? null) !== importanceOf(one.options)).length;
  if (changed > 0) object(`${changed} messages are stored as something else than was meant`);
  note('half a minute and more for another instance', crowd.seen.waits.filter(({ ms }) => ms >= 30_000).length);
  note('sends with a new field', written.filter(({ options }) => importanceOf(options) !== null).length);
};

export const versionFaults: Fault[] = [
  {
    name: 'versions',
    title:
      'two versions behind one nginx, with pages of both: deployed one after the other, back, and to one that is too new',
    besides:
      '0 failed sends, no answer is a defect; what older instances would store wrongly waits; pages that are too old load anew and keep their outbox',
    seconds: 35,
    instances: 3,
    workers: 2,
    admins: 4,
    presence: true,
    quietWithin: 20,
    obstacle: kafkaObstacle,
    inject: whileTicketsAreRejected(rollThereAndBack),
    async judge(stage, times) {
      const { crowd, object } = stage;
      await storedAsMeant(stage);
      await presenceIsRight(stage, times);
      if (crowd.seen.failures.length > 0) object('a user saw a failed send');
      for (const [answer, count] of crowd.seen.refused)
        if (answer.endsWith(': internal')) object(`${count} answers were a defect: ${answer}`);
    },
  },
];
