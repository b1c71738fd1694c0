import type { SourceState } from '../protocol/index.ts';
import { createPublisher, hearNews } from './engine/delivery/publisher.ts';
import { Jobs } from './engine/jobs/jobs.ts';
import { Followers } from './engine/log/followers/followers.ts';
import { pruneSignals } from './engine/log/prune.ts';
import { followers } from './followers.ts';
import type { Foundation } from './foundation.ts';
import * as invitations from './invitations/index.ts';
import type { Live } from './live.ts';
import { logKinds } from './log-kinds.ts';
import * as mail from './mail/index.ts';
import * as people from './people/index.ts';
import * as pictures from './pictures/index.ts';
import { createTicketIngest, type TicketIngest } from './sources/http.ts';
import { Intake } from './sources/intake.ts';
import { createSources } from './sources/sources.ts';

/** What happens at a time. */
const jobsOn = ({ config, database, mail: letters }: Pick<Foundation, 'config' | 'database' | 'mail'>) => [
  pruneSignals(database),
  ...mail.jobs(config, database),
  ...people.jobs(database),
  ...pictures.jobs(database, [people.picturesShown]),
  ...people.resetJobs(database, letters, config.PUBLIC_URL),
  ...invitations.jobs(database),
];

/** The ticket sources of this instance, what happens after commits, and at a time. */
export type Worker = {
  ingest: TicketIngest;
  /** How its ticket sources are doing. */
  sources(): SourceState[];
  start(): Promise<void>;
  /** Begins with what nobody waits for. */
  follow(): void;
};

type Options = {
  /** Where this process also holds sockets. */
  live: Pick<Live, 'delivery' | 'onNews'> | undefined;
  stack: AsyncDisposableStack;
};

/**
 * Wires everything that takes in ticket events, and what follows upon commits and times. The webhook is there in every role; the rest
 * only in `worker`.
 */
export const startWorker = async (foundation: Foundation, { live, stack }: Options): Promise<Worker> => {
  const { config, database, bus, traces, metrics, log } = foundation;
  const publish = createPublisher(logKinds, bus, traces, live?.delivery);
  const intake = new Intake({ database, publish, metrics, log });
  const ingest = createTicketIngest({ secret: foundation.ingestSecret, intake });
  if (!config.ROLES.has('worker')) return { ingest, sources: () => [], start: async () => {}, follow: () => {} };
  const sources = await createSources({ config, database, intake, metrics, log });
  stack.defer(async () => {
    await Promise.all(sources.map((source) => source.stop()));
  });
  const following = new Followers({ database, metrics, log, followers });
  stack.defer(() => following.stop());
  const jobs = new Jobs({ database, log, jobs: jobsOn(foundation) });
  stack.defer(() => jobs.stop());
  const wake = () => following.wake();
  if (live) live.onNews(wake);
  else hearNews(logKinds, bus, wake);
  return {
    ingest,
    sources: () => sources.map(({ name, state, problem }) => ({ name, state, problem })),
    start: async () => {
      await Promise.all(sources.map((source) => source.start()));
    },
    follow: () => {
      following.start();
      jobs.start();
    },
  };
};
