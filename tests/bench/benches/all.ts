import type { Bench } from '../bench.ts';
import { direct } from './direct.ts';
import { latency } from './latency.ts';
import { roomOf500, roomOf5000 } from './room.ts';

/** Every bench, in the order of the table in docs/performance.md. */
export const benches: Bench[] = [direct, roomOf500, roomOf5000, latency];
