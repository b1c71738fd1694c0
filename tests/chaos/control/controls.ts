import type { Verdict } from '../checker/check.ts';
import { judgeOneStatement } from './one-statement.ts';
import { judgePlain } from './plain.ts';

/** What the checker must find wrong; a checker that does not is worth nothing. */
export const controls: { name: string; judge: (seed: number) => Promise<Verdict> }[] = [
  { name: 'plain server', judge: (seed) => judgePlain({ seed, seconds: 8 }) },
  { name: 'one statement', judge: () => judgeOneStatement({ sends: 2_000 }) },
];

/** @returns whether the checker noticed, and what to print */
export const runControl = async (control: (typeof controls)[number], seed: number) => {
  const { sends, acknowledged, lost, doubled, misordered } = await control.judge(seed);
  const isNoticed = lost > 0;
  const found = `${sends} sends, ${acknowledged} acknowledged: lost ${lost}, doubled ${doubled}, misordered ${misordered}`;
  return { isNoticed, line: `${isNoticed ? '✔' : '✘'} control, ${control.name}: the checker finds ${found}` };
};
