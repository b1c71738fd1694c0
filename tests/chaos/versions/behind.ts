import { until } from '../../../scripts/installation/waiting.ts';
import type { Tab } from '../crowd/tab.ts';
import type { Stage } from '../faults/fault.ts';

type Heads = { logs: ReadonlyMap<string, number>; feed: number };

const readHeads = async ({ site }: Stage): Promise<Heads> => {
  const { rows } = await site.pool.query<{ id: string; kind: string; last_version: string }>(
    'select id, kind, last_version from log',
  );
  const feed = rows.find(({ kind }) => kind === 'feed');
  return {
    logs: new Map(rows.map(({ id, last_version }) => [id, Number(last_version)])),
    feed: Number(feed?.last_version ?? 0),
  };
};

/** @returns what a page has not got of what there was, or nothing */
const behind = ({ name, state }: Tab, { logs, feed }: Heads): string[] => {
  if (!state.connection.synced) return [`${name} is not connected (${state.connection.phase})`];
  const conversations = Object.entries(state.logs).flatMap(([id, { cursor }]) =>
    cursor < (logs.get(id) ?? 0) ? [`${name} is at version ${cursor} of ${logs.get(id)} in ${id}`] : [],
  );
  const tickets = state.feed !== null && state.feed.cursor < feed;
  return [
    ...conversations,
    ...(tickets ? [`${name} is at version ${state.feed?.cursor} of ${feed} of the tickets`] : []),
  ];
};

/** While everybody goes on: every page that is open, of whichever version, has what there is now, a moment later. */
export const nobodyStandsStill = async (stage: Stage): Promise<void> => {
  const { crowd, object } = stage;
  const heads = await readHeads(stage);
  const late = () => crowd.tabs.flatMap((tab) => behind(tab, heads));
  await until('every page to go on', () => late().length === 0).catch(() => {
    for (const what of late().slice(0, 10)) object(what);
  });
};
