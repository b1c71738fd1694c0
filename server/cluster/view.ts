import type { ClusterState } from '../../protocol/index.ts';
import type { Bus } from '../engine/bus/bus.ts';
import { jobStates } from '../engine/jobs/state.ts';
import type { Follower } from '../engine/log/followers/follower.ts';
import { followerStates } from '../engine/log/followers/state.ts';
import type { Logger } from '../engine/ops/log.ts';
import type { Database } from '../engine/store/database.ts';
import { readInstances, weighDatabase } from './queries.ts';
import type { Self } from './self.ts';

/** Milliseconds for which one reading serves everybody who asks. */
const shared = 500;
/** Milliseconds between two looks at how large the database is: it looks at every file. */
const weighInterval = 30_000;

type Options = {
  database: Database;
  bus: Pick<Bus, 'survey'>;
  self: Pick<Self, 'id'>;
  followers: readonly Follower[];
  readAlarms: () => Promise<ClusterState['sourceAlarms']>;
  log: Logger;
};
type Stored = Pick<ClusterState, 'instances' | 'followers' | 'faults' | 'jobs' | 'sourceAlarms'>;

const oneDigit = (value: number): number => Math.round(value * 10) / 10;

/** How the installation is doing, read from any instance. However many ask at once, it is read once. */
export class ClusterView {
  readonly #options: Options;
  #reading: { since: number; state: Promise<ClusterState> } | undefined;
  #known: Stored = { instances: [], followers: [], faults: [], jobs: [], sourceAlarms: [] };
  #weight: { at: number; bytes: number; connections: number } | undefined;
  #isAway = false;

  constructor(options: Options) {
    this.#options = options;
  }

  /** Never rejects: while the database is away it says so, and what was known last. */
  read(): Promise<ClusterState> {
    const now = performance.now();
    if (this.#reading === undefined || now - this.#reading.since >= shared)
      this.#reading = { since: now, state: this.#read() };
    return this.#reading.state;
  }

  async #read(): Promise<ClusterState> {
    const { bus, self } = this.#options;
    const database = await this.#askDatabase();
    return { at: new Date().toISOString(), by: self.id, ...this.#known, redis: roundOff(bus.survey()), database };
  }

  async #askDatabase(): Promise<ClusterState['database']> {
    const { database, followers, readAlarms, log } = this.#options;
    try {
      const since = performance.now();
      const instances = await readInstances(database);
      const latency = oneDigit(performance.now() - since);
      const [{ followers: lags, faults }, jobs, sourceAlarms] = await Promise.all([
        followerStates(database, followers),
        jobStates(database),
        readAlarms(),
      ]);
      const told = faults.map((fault) => ({ ...fault, since: fault.since.toISOString() }));
      this.#known = { instances, followers: lags, faults: told, jobs, sourceAlarms };
      this.#isAway = false;
      return { state: 'healthy', latency, ...(await this.#weigh()) };
    } catch (error) {
      if (!this.#isAway) log.warn({ err: error }, 'how the installation is doing could not be read');
      this.#isAway = true;
      return { state: 'away', latency: null, bytes: null, connections: null };
    }
  }

  async #weigh(): Promise<{ bytes: number; connections: number }> {
    const now = performance.now();
    if (this.#weight === undefined || now - this.#weight.at >= weighInterval)
      this.#weight = { at: now, ...(await weighDatabase(this.#options.database)) };
    const { bytes, connections } = this.#weight;
    return { bytes, connections };
  }
}

const roundOff = ({ latency, ...rest }: ReturnType<Bus['survey']>): ClusterState['redis'] => ({
  ...rest,
  latency: latency === null ? null : oneDigit(latency),
});
