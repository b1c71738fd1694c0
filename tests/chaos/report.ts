import type { Outcome } from './run.ts';

const columns = ['fault', 'sends', 'acked', 'lost', 'doubled', 'misordered', 'gap p50', 'p99', 'max ms', ''] as const;
const widths = [22, 7, 7, 6, 8, 11, 8, 7, 8, 0];

const row = (cells: readonly (string | number)[]) =>
  cells
    .map((cell, n) => (n === 0 ? String(cell).padEnd(widths[n] ?? 0) : String(cell).padStart(widths[n] ?? 0)))
    .join(' ');

export const header = (): string => row(columns);

/** One line of the result, and below it what is wrong. */
export const outcomeLines = (outcome: Outcome): string[] => {
  const { fault, sends, acknowledged, lost, doubled, misordered, gap, violations, evidence, notes } = outcome;
  const mark = violations.length === 0 ? ' ✔' : ' ✘';
  const figures = Object.entries(notes)
    .filter(([, value]) => value !== 0)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
  return [
    row([fault, sends, acknowledged, lost, doubled, misordered, gap.p50, gap.p99, gap.max, mark]),
    ...(figures === '' ? [] : [`    ${figures}`]),
    ...violations.slice(0, 12).map((text) => `  ✘ ${text}`),
    ...(violations.length > 12 ? [`  ✘ … and ${violations.length - 12} more`] : []),
    ...(evidence ? [`    logs: ${evidence}`] : []),
  ];
};
