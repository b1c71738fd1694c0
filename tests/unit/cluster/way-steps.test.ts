import { expect, it } from 'vitest';
import { stepsOf } from '../../../app/(workspace)/chat/_timeline/way-steps.ts';
import type { TraceGetData } from '../../../protocol/index.ts';

const at = (ms: number) => new Date(1_700_000_000_000 + ms).toISOString();
const accepted = { instance: 'one', began: at(0), committed: at(4), messages: 3 };

it('the steps stand in the order in which they were taken, also where the clock of an instance is behind', () => {
  const trace: TraceGetData = {
    complete: true,
    accepted,
    ways: [
      { instance: 'two', way: 'bus', at: at(-500) },
      { instance: 'one', way: 'local', at: at(5) },
    ],
  };
  const steps = stepsOf(trace, Date.parse(at(9)));
  expect(steps.map(({ kind, instance }) => `${kind} ${instance}`)).toEqual([
    'accepted one',
    'committed one',
    'local one',
    'bus two',
    'here ',
  ]);
  expect(steps[1]?.count).toBe(3);
});

it('what is not known leaves out its steps', () => {
  expect(stepsOf({ complete: false, accepted: null, ways: [] }, null)).toEqual([]);
  const changed = stepsOf({ complete: true, accepted: { ...accepted, began: null }, ways: [] }, null);
  expect(changed.map(({ kind }) => kind)).toEqual(['committed']);
});
