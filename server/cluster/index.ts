export { Cluster } from './cluster.ts';
export { clusterHandlers } from './handlers.ts';
export { Heartbeat } from './heartbeat.ts';
export { readInstances } from './queries.ts';
export { describeSelf, type Self } from './self.ts';
