import type { TraceGetData } from '../../../../protocol/index.ts';

/** One step of a message's way; `at` by the clock of whoever took it. */
export type Step = {
  readonly kind: 'accepted' | 'committed' | 'local' | 'bus' | 'log' | 'here';
  readonly instance: string;
  readonly at: number;
  /** Messages of the same commit. */
  readonly count: number;
};

const step = (kind: Step['kind'], at: string | number, instance = '', count = 1): Step => ({
  ...{ kind, instance, count },
  at: typeof at === 'string' ? Date.parse(at) : at,
});

/**
 * The steps in the order in which they were taken: clocks differ, so what each says of its own steps decides nothing about
 * those of others.
 * @param arrived when this page received it; null when it was there before
 */
export const stepsOf = ({ accepted, ways }: TraceGetData, arrived: number | null): Step[] => [
  ...(accepted?.began ? [step('accepted', accepted.began, accepted.instance)] : []),
  ...(accepted ? [step('committed', accepted.committed, accepted.instance, accepted.messages)] : []),
  // The instance that committed it was the first to pass it on.
  ...ways
    .toSorted((a, b) => Number(b.way === 'local') - Number(a.way === 'local'))
    .map(({ way, at, instance }) => step(way, at, instance)),
  ...(arrived === null ? [] : [step('here', arrived)]),
];
