import { brokerFaults } from './brokers.ts';
import { clientFaults } from './clients.ts';
import type { Fault } from './fault.ts';
import { followerFaults } from './followers.ts';
import { instanceFaults } from './instances.ts';
import { kafkaFaults } from './kafka.ts';
import { loadBalancerFaults } from './load-balancer.ts';
import { networkFaults } from './network.ts';
import { postgresFaults } from './postgres.ts';
import { programFaults } from './programs.ts';
import { redisFaults } from './redis.ts';
import { restoreFaults } from './restores.ts';
import { versionFaults } from './versions.ts';

/** The table of faults, as data. */
export const faults: Fault[] = [
  ...instanceFaults,
  ...redisFaults,
  ...postgresFaults,
  ...loadBalancerFaults,
  ...networkFaults,
  ...clientFaults,
  ...kafkaFaults,
  ...brokerFaults,
  ...followerFaults,
  ...programFaults,
  ...versionFaults,
  ...restoreFaults,
];
