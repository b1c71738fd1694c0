import type { Bus } from './bus.ts';

/** The bus of a single process: there is nobody else to tell, and nothing that can break. */
export const createMemoryBus = (): Bus => ({
  publish: () => {},
  subscribe: () => {},
  isHealthy: () => true,
  onHealth: () => {},
  start: async () => {},
  stop: async () => {},
});
