import { z } from 'zod';
import { defineEvent, defineServerEvent } from './define.ts';
import { limits } from './limits.ts';
import { Id, line, oneOf, Timestamp } from './primitives.ts';
import { SourceAlarm } from './sources.ts';

const perSecond = z.number().nonnegative();
const milliseconds = z.number().nonnegative();
const count = z.int().nonnegative();

/** Where an instance reads ticket events from, and what keeps it from that. */
export const SourceState = z.object({
  name: z.string(),
  state: oneOf(['stopped', 'connecting', 'waiting', 'consuming'], 'waiting'),
  /** One sentence for whoever runs this; null while all is well. */
  problem: z.string().nullable(),
});
export type SourceState = z.infer<typeof SourceState>;

/** One process of this installation. It says every few seconds that it is there; who has not for 12 s is gone. */
export const ClusterInstance = z.object({
  id: Id,
  name: z.string(),
  version: z.string(),
  /** Of the pages it serves; null where it serves none. */
  build: z.string().nullable(),
  contract: count,
  roles: z.array(oneOf(['web', 'live', 'worker', 'other'], 'other')),
  startedAt: Timestamp,
  beatenAt: Timestamp,
  people: count,
  connections: count,
  /** How late the event loop was in the worst hundredth of the last seconds. */
  loopDelay: milliseconds,
  requests: perSecond,
  messages: perSecond,
  deliveries: perSecond,
  tickets: perSecond,
  /** Whether it reaches the others quickly. */
  bus: oneOf(['none', 'healthy', 'away'], 'away'),
  sources: z.array(SourceState),
});
export type ClusterInstance = z.infer<typeof ClusterInstance>;

export const FollowerReport = z.object({
  name: z.string(),
  /** Seconds that the oldest entry has waited which was not handled; null while no worker has ever run it. */
  lag: z.number().nonnegative().nullable(),
  setAside: count,
});

/** An entry that a follower could not handle, and went on without. */
export const FollowerFault = z.object({
  follower: z.string(),
  entry: z.string(),
  error: z.string(),
  attempts: count,
  since: Timestamp,
  /** It is about to be tried again. */
  wanted: z.boolean(),
});
export type FollowerFault = z.infer<typeof FollowerFault>;

/** How many wait, are being done, have failed and are tried again, and are due for longer than 15 s. */
export const JobReport = z.object({ name: z.string(), waiting: count, active: count, failing: count, late: count });

const service = { latency: milliseconds.nullable(), bytes: count.nullable() };

/** While the database is away, everything that is read from it is what was known last. */
export const ClusterState = z.object({
  at: Timestamp,
  /** The instance that says this. */
  by: Id,
  instances: z.array(ClusterInstance).max(limits.clusterInstances),
  followers: z.array(FollowerReport),
  faults: z.array(FollowerFault).max(limits.shownFaults),
  jobs: z.array(JobReport),
  /** What is wrong with ticket sources, whatever the workers that read them say. */
  sourceAlarms: z.array(SourceAlarm).max(limits.sourceAlarms).default([]),
  redis: z.object({ state: oneOf(['none', 'healthy', 'away'], 'away'), ...service }),
  database: z.object({ state: oneOf(['healthy', 'away'], 'away'), ...service, connections: count.nullable() }),
});
export type ClusterState = z.infer<typeof ClusterState>;

/** `watch`: from now on the connection hears `cluster`, or with false does no more. */
export const ClusterStatePayload = z.object({ watch: z.boolean().optional() });

/** Without `entry`: everything that the follower has set aside. */
export const ClusterRetryPayload = z.object({ follower: line(100), entry: line(200).optional() });
export const ClusterRetryData = z.object({ asked: count });

export const TraceGetPayload = z.object({ messageId: Id });
/**
 * The way of the last change of a message, its sending where it was never changed. Times are by the clock of the instance
 * that says them. What happened some minutes ago is not known any more.
 */
export const TraceGetData = z.object({
  /** Whether all other instances have answered; else there may be more to know. */
  complete: z.boolean(),
  /** Null when it is not known any more. */
  accepted: z
    .object({
      instance: z.string(),
      /** When its batch left for the database; null for a change, which goes alone. */
      began: Timestamp.nullable(),
      committed: Timestamp,
      /** Messages of that commit. */
      messages: count,
    })
    .nullable(),
  /** Whose connections were given it, when, and how it came there: committed there, over Redis, or read from the log. */
  ways: z
    .array(z.object({ instance: z.string(), way: oneOf(['local', 'bus', 'log'], 'log'), at: Timestamp }))
    .max(limits.clusterInstances),
});
export type TraceGetData = z.infer<typeof TraceGetData>;

/** What one may ask of what runs underneath. */
export const clusterEvents = {
  'cluster:state': defineEvent({
    access: 'admin',
    budget: 'read',
    payload: ClusterStatePayload,
    data: ClusterState,
    says: 'Instances, followers, jobs, ticket sources, Redis and PostgreSQL as they are now. With `watch`, the connection hears `cluster` whenever that changes, at most once a second.',
  }),
  'cluster:retry': defineEvent({
    access: 'admin',
    budget: 'change',
    payload: ClusterRetryPayload,
    data: ClusterRetryData,
    says: 'Has a worker try again what a follower has set aside, and says how many entries that are.',
  }),
  'trace:get': defineEvent({
    access: 'member',
    budget: 'read',
    payload: TraceGetPayload,
    data: TraceGetData,
    says: 'How a message came to those who read it: which instance accepted it, in a commit of how many, and by which way other instances got it. It is remembered for some minutes, in memory.',
  }),
};

/** What the server tells of it. */
export const clusterServerEvents = {
  cluster: defineServerEvent({
    payload: ClusterState,
    says: 'What `cluster:state` answers, to connections that watch it, when it has changed.',
  }),
};
