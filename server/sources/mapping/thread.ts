// A thread of its own, in which mappings run: whoever waits for one that does not end, ends the thread.

import { parentPort, workerData } from 'node:worker_threads';
import { boundTexts } from './bounds.ts';
import { Evaluation, faultOf, type Input, type Mapped } from './evaluate.ts';

/** What the thread is told: events for a mapping, or nothing but a mapping to look at. */
export type Order = { mapping: string; from: number; inputs: Input[] } | { mapping: string };
/** What it says: of the event with this number, or of the mapping; and that it is done. */
export type Saying = { number: number; mapped: Mapped } | { fault: string | null } | { done: true };

if (parentPort === null) throw new Error('this is no thread');
const port = parentPort;
// Which event is in hand, and since when by the clock that all threads share; 0: none. Read by who watches.
const hand = workerData as BigInt64Array;
const [sinceWhen, which] = [0, 1];

boundTexts();
// What a mapping could leave there would be seen by the next one.
for (const prototype of [Object.prototype, Array.prototype, Function.prototype, String.prototype])
  Object.preventExtensions(prototype);

const evaluations = new Map<string, Evaluation>();
const mostEvaluations = 100;

const evaluationOf = (mapping: string): Evaluation => {
  const known = evaluations.get(mapping);
  if (known !== undefined) return known;
  if (evaluations.size >= mostEvaluations) evaluations.clear();
  const evaluation = new Evaluation(mapping);
  evaluations.set(mapping, evaluation);
  return evaluation;
};

const take = (number: number) => {
  Atomics.store(hand, which, BigInt(number));
  Atomics.store(hand, sinceWhen, process.hrtime.bigint());
};
const leave = () => Atomics.store(hand, sinceWhen, 0n);
const say = (saying: Saying) => port.postMessage(saying);

port.on('message', async (order: Order) => {
  take('from' in order ? order.from : 0);
  if ('inputs' in order) {
    const evaluation = evaluationOf(order.mapping);
    for (const [place, input] of order.inputs.entries()) {
      const number = order.from + place;
      take(number);
      say({ number, mapped: await evaluation.of(input) });
    }
  } else say({ fault: faultOf(order.mapping) });
  leave();
  say({ done: true });
});
