import { type ClusterState, type Data, notFound, type Payload, type Result, success } from '../../protocol/index.ts';
import { recordIn } from '../audit/index.ts';
import type { Bus } from '../engine/bus/bus.ts';
import type { Traces } from '../engine/delivery/traces.ts';
import type { ClusterWatchers } from '../engine/events/announce.ts';
import type { Caller } from '../engine/events/handler.ts';
import { askAgain } from '../engine/log/followers/faults.ts';
import type { Follower } from '../engine/log/followers/follower.ts';
import type { Logger } from '../engine/ops/log.ts';
import type { Database } from '../engine/store/database.ts';
import { inTransaction } from '../engine/store/transaction.ts';
import { readInstances } from './queries.ts';
import type { Self } from './self.ts';
import { TraceDesk } from './trace-desk.ts';
import { ClusterView } from './view.ts';
import { ClusterWatch } from './watch.ts';

type Options = {
  database: Database;
  bus: Bus;
  traces: Traces;
  self: Self;
  log: Logger;
  followers: readonly Follower[];
  /** What is wrong with ticket sources. */
  readAlarms: () => Promise<ClusterState['sourceAlarms']>;
  watchers: ClusterWatchers;
  /** Makes every instance look at the log now. */
  ring: () => void;
};

/** What one can know of the installation, and do about it. */
export class Cluster {
  readonly view: ClusterView;
  readonly watch: ClusterWatch;
  readonly desk: TraceDesk;
  readonly #options: Options;

  constructor(options: Options) {
    const { database, self } = options;
    this.#options = options;
    this.view = new ClusterView(options);
    this.watch = new ClusterWatch(this.view, options.watchers);
    const knows = ({ id, roles }: { id: string; roles: readonly string[] }) =>
      id !== self.id && (roles.includes('live') || roles.includes('web'));
    const countOthers = async () => (await readInstances(database)).filter(knows).length;
    this.desk = new TraceDesk({ ...options, countOthers });
  }

  /** Has a worker try again what a follower has set aside. */
  async retry(
    { me, address }: Pick<Caller, 'me' | 'address'>,
    { follower, entry }: Payload<'cluster:retry'>,
  ): Promise<Result<Data<'cluster:retry'>>> {
    const { database, followers, ring } = this.#options;
    if (!followers.some(({ name }) => name === follower)) return notFound();
    const asked = await inTransaction(database, async (transaction) => {
      const found = await askAgain(transaction, follower, entry ?? null);
      const subject = { kind: 'follower', id: follower };
      const detail = { asked: found, ...(entry !== undefined && { entry }) };
      if (found > 0) await recordIn(transaction, { actorId: me.id, action: 'system.retry', subject, detail, address });
      return found;
    });
    if (asked > 0) ring();
    return success({ asked });
  }
}
