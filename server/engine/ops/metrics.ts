import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** What this process measures, in Prometheus' terms. One object per process, handed to whoever counts. */
export const createMetrics = () => {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  return {
    registry,
    connections: new Gauge({ name: 'switchboard_connections', help: 'Open sockets', registers }),
    requests: new Counter({
      name: 'switchboard_requests_total',
      help: 'Client events by outcome (ok or an error code)',
      labelNames: ['event', 'outcome'] as const,
      registers,
    }),
    malformed: new Counter({
      name: 'switchboard_malformed_total',
      help: 'Packets outside the contract',
      labelNames: ['reason'] as const,
      registers,
    }),
    httpFailures: new Counter({
      name: 'switchboard_http_failures_total',
      help: 'HTTP requests that failed on the server',
      registers,
    }),
    batchSize: new Histogram({
      name: 'switchboard_append_batch_messages',
      help: 'Messages per group commit',
      buckets: [1, 2, 5, 10, 20, 50, 100, 200, 300],
      registers,
    }),
    batchSeconds: new Histogram({
      name: 'switchboard_append_batch_seconds',
      help: 'Duration of a group commit',
      buckets: [0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
      registers,
    }),
    delivered: new Counter({
      name: 'switchboard_delivered_batches_total',
      help: 'Batches pushed to local sockets, by the way they came',
      labelNames: ['way'] as const,
      registers,
    }),
    holes: new Counter({
      name: 'switchboard_delivery_holes_total',
      help: 'Holes that had to be filled from the log',
      registers,
    }),
    busHealthy: new Gauge({
      name: 'switchboard_bus_healthy',
      help: '1 while Redis answers or none is needed',
      registers,
    }),
    busDropped: new Counter({
      name: 'switchboard_bus_dropped_total',
      help: 'Messages that came over Redis and could not be used',
      registers,
    }),
    tailLag: new Gauge({
      name: 'switchboard_tail_seconds',
      help: 'How long the tail took to read what was committed, or has waited for a transaction that is open',
      registers,
    }),
    followerLag: new Gauge({
      name: 'switchboard_follower_lag_seconds',
      help: 'How long the oldest entry that a follower has not handled has waited',
      labelNames: ['follower'] as const,
      registers,
    }),
    followerFaults: new Gauge({
      name: 'switchboard_follower_faults',
      help: 'Entries that a follower could not handle and has set aside',
      labelNames: ['follower'] as const,
      registers,
    }),
    slowConsumers: new Counter({
      name: 'switchboard_slow_consumers_total',
      help: 'Sockets taken out of their rooms',
      registers,
    }),
    sourceConsuming: new Gauge({
      name: 'switchboard_ticket_source_consuming',
      help: '1 while what arrives from a ticket source is stored',
      labelNames: ['source'] as const,
      registers,
    }),
    ingested: new Counter({
      name: 'switchboard_ingested_total',
      help: 'Ticket events by source and outcome',
      labelNames: ['source', 'outcome'] as const,
      registers,
    }),
    ...bookMetrics(registers),
  };
};

const ofPartition = ['source', 'topic', 'partition'] as const;

/** What is stored of ticket sources: every process says the same of it. */
const bookMetrics = (registers: Registry[]) => ({
  sourceEvents: new Gauge({
    name: 'switchboard_source_events',
    help: 'What a ticket source brought so far, by what became of it',
    labelNames: [...ofPartition, 'outcome'] as const,
    registers,
  }),
  sourceLagEvents: new Gauge({
    name: 'switchboard_source_lag_events',
    help: 'Events that stand at the broker and were not read',
    labelNames: ofPartition,
    registers,
  }),
  sourceLagSeconds: new Gauge({
    name: 'switchboard_source_lag_seconds',
    help: 'How long the oldest event that was not read is known to wait at the broker',
    labelNames: ofPartition,
    registers,
  }),
  sourceLastEvent: new Gauge({
    name: 'switchboard_source_last_event_seconds',
    help: 'How long ago a ticket source last brought an event',
    labelNames: ofPartition,
    registers,
  }),
  sourceAlarms: new Gauge({
    name: 'switchboard_source_alarm',
    help: '1 while a ticket source is stalled or silent',
    labelNames: [...ofPartition, 'kind'] as const,
    registers,
  }),
  sourceLastGap: new Gauge({
    name: 'switchboard_source_last_gap_timestamp_seconds',
    help: 'When events were last found to be gone at the broker of a ticket source before they were read, or lost there; 0 for never',
    labelNames: ['source'] as const,
    registers,
  }),
  deadLetters: new Gauge({
    name: 'switchboard_dead_letters',
    help: 'Dead letters that stand, up to ten thousand',
    labelNames: ['source'] as const,
    registers,
  }),
});

export type Metrics = ReturnType<typeof createMetrics>;
