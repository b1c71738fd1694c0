import { until } from '../../../scripts/installation/waiting.ts';
import type { Person } from '../crowd/person.ts';
import { spread } from '../figures.ts';
import { residentBytes } from '../site/site.ts';
import type { Fault, Stage, Times } from './fault.ts';

const megabyte = 2 ** 20;
/** What an instance may hold back for its frozen clients: 1 MB each, and what the kernel and the collector add. */
const heldBack = 96 * megabyte;

/** How a removed person is cut off: at the latest so long after the answer to whoever removed them. */
const cutOff = 5_000;

export const clientFaults: Fault[] = [
  {
    name: 'clients-frozen',
    title: '2 % of the clients frozen for 30 s',
    besides: "server memory bounded; the others' p99 unchanged",
    seconds: 30,
    people: 50,
    rooms: 1,
    membersPerRoom: 50,
    rate: 30,
    length: 3_500,
    apart: 1,
    async inject(stage) {
      const { site, seconds, wait } = stage;
      const before = site.instances.map(({ pid }) => residentBytes(pid));
      const frozen = site.apart.freeze(true);
      stage.note('frozen', frozen);
      let most = 0;
      const end = Date.now() + seconds * 1_000;
      while (Date.now() < end) {
        for (const [n, { pid }] of site.instances.entries())
          most = Math.max(most, residentBytes(pid) - (before[n] ?? 0));
        await wait(250);
      }
      stage.note('memory grew by MB', Math.round(most / megabyte));
      if (most > heldBack) stage.object(`an instance grew by ${Math.round(most / megabyte)} MB`);
    },
    judge: othersUnchanged,
  },
  {
    name: 'member-removed',
    title: 'A member removed while Redis is cut',
    besides: 'nothing sent later reaches them after 5 s, whatever their pages ask for meanwhile',
    seconds: 12,
    pinned: true,
    // Who removes others must be an owner or an admin.
    admins: 1,
    refusals: ['not_found'],
    inject: removeMember,
  },
  {
    name: 'clients-storm',
    title: '3,000 clients disconnected at once (nginx killed and started again)',
    besides: 'all back and complete < 15 s, none never; queries bounded',
    seconds: 15,
    people: 3_000,
    rooms: 60,
    membersPerRoom: 50,
    rate: 20,
    direct: true,
    quietWithin: 15,
    inject: storm,
  },
];

function othersUnchanged({ crowd, note, object }: Stage, { from, healed }: Times): void {
  const others = new Set(crowd.people.flatMap(({ home, account }) => (home === 'apart' ? [] : [account.me.name])));
  const p99 = (isDuring: boolean) =>
    spread(
      crowd.seen.deliveries
        .filter(({ reader }) => others.has(reader.replace(/ \(\d+\)$/, '')))
        .filter(({ committedAt }) => (isDuring ? committedAt >= from && committedAt <= healed : committedAt < from))
        .map(({ gap }) => gap),
    ).p99;
  const [before, during] = [p99(false), p99(true)];
  note('others p99', `${before} → ${during}`);
  if (during > 2 * before + 150) object(`the others' p99 went from ${before} to ${during} ms`);
}

/** Where the removed person's pages are answered while the removal is made: each way that leads into a room of sockets. */
const meanwhile: Record<string, (stage: Stage, removed: Person) => Promise<void>> = {
  'nothing else happens': async () => {},
  'their pages ask for everything': async ({ wait }, { tabs }) => {
    for (let round = 0; round < 150; round += 1) {
      for (const { client } of tabs) void client.request('sync', {});
      await wait(10);
    }
  },
  'their connections are cut': async ({ site, wait }, { home }) => {
    const link = site.instances.find(({ name }) => name === home)?.front;
    for (let round = 0; round < 15; round += 1) {
      link?.cut();
      await wait(100);
    }
  },
  'they do not read': async ({ site, wait }, { home }) => {
    const link = site.instances.find(({ name }) => name === home)?.front;
    link?.freeze(true);
    await wait(3_000);
    link?.freeze(false);
  },
};

async function removeMember(stage: Stage): Promise<void> {
  const { site, crowd, object, seconds, wait } = stage;
  const [remover, ...others] = crowd.people;
  if (!remover) return object('there is nobody to remove');
  for (const { redis } of site.instances) {
    redis.refusing = true;
    redis.cut();
  }
  await wait(1_000);
  const judges: (() => void)[] = [];
  for (const [what, happens] of Object.entries(meanwhile)) {
    // On another instance, so that what happens to the one does not keep the other from removing them.
    const elsewhere = others.filter(({ home }) => home !== remover.home);
    const shares = (id: string) => (person: Person) => person.account.conversationIds.includes(id);
    const conversationId = remover.account.conversationIds.find((id) => elsewhere.some(shares(id)));
    const removed = conversationId === undefined ? undefined : elsewhere.find(shares(conversationId));
    if (!removed || !conversationId) return object(`there is nobody to remove while ${what}`);
    const [answer] = await Promise.all([
      remove(stage, { remover, removed, conversationId, what }),
      happens(stage, removed),
    ]);
    if (answer) judges.push(answer);
  }
  await wait(seconds * 1_000);
  for (const judge of judges) judge();
}

type Removal = { remover: Person; removed: Person; conversationId: string; what: string };

/** @returns what judges, at the end, that nothing sent later has reached them */
async function remove(
  stage: Stage,
  { remover, removed, conversationId, what }: Removal,
): Promise<(() => void) | undefined> {
  const { crowd, object, note } = stage;
  const memberId = removed.account.me.id;
  const client = remover.tabs[0]?.client;
  const answer = await client?.request('conversation:remove', { conversationId, memberId });
  const at = Date.now();
  if (!answer?.ok) {
    object(`nobody was removed while ${what}: ${JSON.stringify(answer)}`);
    return undefined;
  }
  // From here on it is no longer theirs to write to or to be complete in.
  const own = removed.account.conversationIds;
  own.splice(own.indexOf(conversationId), 1);
  let last = 0;
  let late = 0;
  const before = crowd.seen.onReceived;
  crowd.seen.onReceived = (userId, event) => {
    before(userId, event);
    const { name, payload } = event;
    if (userId !== memberId || name !== 'messages' || payload.conversationId !== conversationId) return;
    for (const { createdAt } of payload.messages) {
      last = Math.max(last, Date.parse(createdAt) - at);
      if (Date.parse(createdAt) > at + cutOff) late += 1;
    }
  };
  return () => {
    note(`last message they got, ms after, while ${what}`, last);
    if (late > 0) object(`${late} messages sent more than 5 s after the removal reached them, while ${what}`);
    const shown = removed.tabs.filter(({ state }) => state.logs[conversationId]);
    if (shown.length > 0) object(`the conversation is still on their screen, while ${what}`);
  };
}

const queriesOf = async ({ pool }: Stage['site']): Promise<number> => {
  const { rows } = await pool.query<{ count: string }>(
    'select sum(xact_commit) as count from pg_stat_database where datname = current_database()',
  );
  return Number(rows[0]?.count ?? 0);
};

/** Transactions per client that coming back may cost: one `sync`, and the rest shared. */
const mostQueries = 3;

async function storm(stage: Stage): Promise<void> {
  const { site, crowd, note, object, seconds, wait } = stage;
  const before = await queriesOf(site);
  const from = Date.now();
  await site.nginx.process.kill();
  await until('all to notice', () => crowd.tabs.every(({ state }) => !state.connection.synced));
  await site.nginx.restart();
  try {
    const back = () => crowd.tabs.every(({ state }) => state.connection.synced);
    await until('all to be back', back, from + seconds * 1_000 - Date.now());
    note('all back after ms', Date.now() - from);
  } catch {
    const away = crowd.tabs.filter(({ state }) => !state.connection.synced).length;
    object(`${away} of ${crowd.tabs.length} are not back after ${seconds} s`);
  }
  // PostgreSQL counts a moment later.
  await wait(1_500);
  const perClient = ((await queriesOf(site)) - before) / crowd.tabs.length;
  note('transactions per client', perClient.toFixed(1));
  if (perClient > mostQueries) object(`${perClient.toFixed(1)} transactions per client`);
}
