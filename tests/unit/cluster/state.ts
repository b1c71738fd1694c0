import type { ClusterInstance, ClusterState } from '../../../protocol/index.ts';

const at = '2026-01-01T00:00:00.000Z';

/** An instance that is well. */
export const instanceOf = (more: Partial<ClusterInstance> = {}): ClusterInstance => ({
  ...{ id: '00000000-0000-4000-8000-000000000001', name: 'one', version: '1.0.0', build: null, contract: 3 },
  ...{ roles: ['web', 'live', 'worker'], startedAt: at, beatenAt: at, people: 1, connections: 1, loopDelay: 1 },
  ...{ requests: 0, messages: 0, deliveries: 0, tickets: 0, bus: 'healthy', sources: [] },
  ...more,
});

/** An installation of one instance in which all is well. */
export const stateOf = (more: Partial<ClusterState>): ClusterState => ({
  ...{ at, by: instanceOf().id, instances: [instanceOf()], followers: [], faults: [], jobs: [], sourceAlarms: [] },
  redis: { state: 'healthy', latency: 1, bytes: 1 },
  database: { state: 'healthy', latency: 1, bytes: 1, connections: 1 },
  ...more,
});
