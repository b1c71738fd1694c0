import type { Bench } from '../bench.ts';
import { abuseBench } from './abuse.ts';
import { cuts } from './cuts.ts';
import { deadLetters } from './dead-letters.ts';
import { deploy } from './deploy.ts';
import { direct } from './direct.ts';
import { latency } from './latency.ts';
import { marks } from './marks.ts';
import { memory } from './memory.ts';
import { million } from './million.ts';
import { reading } from './reading.ts';
import { reconnect } from './reconnect.ts';
import { roomOf500, roomOf5000 } from './room.ts';
import { coldStart } from './start.ts';
import { tickets } from './tickets.ts';

/** Every bench, in the order of the table in docs/performance.md. */
export const benches: Bench[] = [
  direct,
  roomOf500,
  roomOf5000,
  latency,
  memory,
  reconnect,
  cuts,
  deploy,
  tickets,
  million,
  deadLetters,
  reading,
  marks,
  coldStart,
  abuseBench,
];
