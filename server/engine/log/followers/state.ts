import { limits } from '../../../../protocol/index.ts';
import type { Database } from '../../store/database.ts';
import { readPresent } from '../epoch/present.ts';
import { readCursors } from './cursor.ts';
import { countFaults, type FollowerFault, readFaults } from './faults.ts';
import type { Follower } from './follower.ts';

export type FollowerState = {
  name: string;
  /** Seconds that the oldest entry has waited which was not handled; null while no worker has ever run it. */
  lag: number | null;
  setAside: number;
};

const stateOf = async (database: Database, { name, reads }: Follower, horizon: bigint): Promise<FollowerState> => {
  const [cursor] = await readCursors(database, [name]);
  const setAside = await countFaults(database, name);
  if (cursor === undefined) return { name, lag: null, setAside };
  const [oldest] = await reads.read(database, cursor.place, { horizon, limit: 1 });
  const since = oldest && Math.max(oldest.at.getTime(), cursor.movedAt.getTime());
  return { name, lag: since === undefined ? 0 : Math.max(0, Date.now() - since) / 1_000, setAside };
};

/** @returns how followers are doing, and what they set aside last; from any instance */
export const followerStates = async (
  database: Database,
  followers: readonly Follower[],
): Promise<{ followers: FollowerState[]; faults: FollowerFault[] }> => {
  const { horizon } = await readPresent(database);
  const states = followers.map((each) => stateOf(database, each, horizon));
  const [faults, ...read] = await Promise.all([readFaults(database, limits.shownFaults), ...states]);
  return { followers: read, faults };
};
