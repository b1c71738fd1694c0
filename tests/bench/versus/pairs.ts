import type { Bench, Outcome, OwnName } from '../bench.ts';
import type { World } from '../world.ts';
import { type Unrest, watchMachine } from './unrest.ts';
import type { Pair } from './verdict.ts';

export type MeasuredPair = Pair & { problems: string[]; unrest: Unrest };

/** A B, B A, A B …: what the first run of a pair leaves behind meets both versions alike. */
export const orderOf = (pair: number): OwnName[] => (pair % 2 === 0 ? ['before', 'ours'] : ['ours', 'before']);

/** A run that broke is a wrong one; the others go on. */
const failed = (error: Error): Outcome => ({ figures: {}, problems: [error.message], notes: [] });

type Watcher = {
  onRun(what: string): void;
  /** Called after each, so that a run that is stopped has said what it found. */
  onPair(pair: MeasuredPair, number: number): void;
};

export const runPairs = async (
  bench: Bench,
  world: World,
  count: number,
  { onRun, onPair }: Watcher,
): Promise<MeasuredPair[]> => {
  const pairs: MeasuredPair[] = [];
  for (let number = 0; number < count; number++) {
    const endWatch = await watchMachine();
    const pair: Omit<MeasuredPair, 'unrest'> = { before: {}, now: {}, problems: [] };
    for (const target of orderOf(number)) {
      onRun(`${bench.name}, pair ${number + 1} of ${count}, ${target}`);
      const { figures, problems } = await bench.run(target, world).catch(failed);
      pair[target === 'before' ? 'before' : 'now'] = figures;
      pair.problems.push(...problems.map((text) => `${target}: ${text}`));
    }
    const measured = { ...pair, unrest: await endWatch() };
    pairs.push(measured);
    onPair(measured, number);
  }
  return pairs;
};
