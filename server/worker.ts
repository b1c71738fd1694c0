import type { SourceState } from '../protocol/index.ts';
import { deadLetterJobs } from './dead-letters/index.ts';
import { doorbell } from './engine/bus/bus.ts';
import { createPublisher, hearNews } from './engine/delivery/publisher.ts';
import { JobList } from './engine/jobs/add-job.ts';
import { Jobs } from './engine/jobs/jobs.ts';
import { Followers } from './engine/log/followers/followers.ts';
import { pruneSignals } from './engine/log/prune.ts';
import { Sealed } from './engine/ops/sealed.ts';
import * as exports from './exports/index.ts';
import { followersOn } from './followers.ts';
import type { Foundation } from './foundation.ts';
import { Courier, hookJobs } from './hooks/index.ts';
import * as invitations from './invitations/index.ts';
import type { Live } from './live.ts';
import { logKinds } from './log-kinds.ts';
import * as mail from './mail/index.ts';
import * as people from './people/index.ts';
import * as pictures from './pictures/index.ts';
import { createTicketIngest, type TicketIngest } from './sources/http.ts';
import { createNamedIngest, type NamedIngest, Rereader, Supervisor, sourceJobs } from './sources/index.ts';
import { Intake } from './sources/intake.ts';
import { createSources } from './sources/sources.ts';
import { ticketJobs } from './tickets/index.ts';
import * as workspace from './workspace/index.ts';

/** What happens at a time. */
const jobsOn = ({ config, database, mail: letters, log }: Foundation, ring: () => void) => [
  pruneSignals(database),
  ...mail.jobs(config, database),
  ...people.jobs(database),
  ...pictures.jobs(database, [people.picturesShown, workspace.logoShown]),
  ...people.resetJobs(database, letters, config.PUBLIC_URL),
  ...people.removalJobs(database, ring),
  ...people.claimJobs(database, letters, config.PUBLIC_URL),
  ...invitations.jobs(database),
  ...exports.jobs(database, log),
  ...sourceJobs(database),
];

/** Only who can read the secrets that they sign with delivers for webhooks. */
const courierJobs = ({ config, database, authSecret, log }: Foundation, jobs: JobList) => {
  if (authSecret === undefined) {
    log.warn('AUTH_SECRET is not set here: this worker does not deliver for outgoing webhooks');
    return [];
  }
  const allowed = config.HOOK_ALLOWED_ADDRESSES ?? [];
  return hookJobs(new Courier({ database, kinds: logKinds, sealed: new Sealed(authSecret), jobs, allowed, log }));
};

/** The ticket sources of this instance, what happens after commits, and at a time. */
export type Worker = {
  ingest: TicketIngest;
  /** What is signed for one of the named sources. */
  namedIngest: NamedIngest;
  /** How its ticket sources are doing. */
  sources(): SourceState[];
  start(): Promise<void>;
  /** Begins with what nobody waits for. */
  follow(): void;
};

type Options = {
  /** Where this process also holds sockets. */
  live: Pick<Live, 'delivery' | 'onNews' | 'ring'> | undefined;
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
  const { mappings, authSecret } = foundation;
  const sealed = authSecret === undefined ? undefined : new Sealed(authSecret);
  const namedIngest = createNamedIngest({ database, intake, sealed, mappings });
  if (!config.ROLES.has('worker'))
    return { ingest, namedIngest, sources: () => [], start: async () => {}, follow: () => {} };
  const sources = await createSources({ config, database, intake, metrics, log });
  stack.defer(async () => {
    await Promise.all(sources.map((source) => source.stop()));
  });
  const here = { instance: config.INSTANCE_ID, redisUrls: config.REDIS_URL };
  const named = new Supervisor({ database, intake, metrics, log, sealed, mappings, here });
  stack.defer(() => named.stop());
  const jobList = new JobList(database);
  const following = new Followers({ database, metrics, log, followers: followersOn(jobList) });
  stack.defer(() => following.stop());
  const ring = live?.ring ?? (() => bus.publish(doorbell, ''));
  const all = [
    ...jobsOn(foundation, ring),
    ...deadLetterJobs(database, publish, new Rereader(database, mappings)),
    ...ticketJobs(database, jobList, publish),
    ...courierJobs(foundation, jobList),
  ];
  const jobs = new Jobs({ database, log, jobs: all });
  stack.defer(() => jobs.stop());
  const wake = () => following.wake();
  if (live) live.onNews(wake);
  else hearNews(logKinds, bus, wake);
  return {
    ...{ ingest, namedIngest },
    sources: () => [...sources.map(({ name, state, problem }) => ({ name, state, problem })), ...named.states()],
    start: async () => {
      await Promise.all(sources.map((source) => source.start()));
      named.start();
    },
    follow: () => {
      following.start();
      jobs.start();
    },
  };
};
