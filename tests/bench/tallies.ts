import { Histogram } from './driver/histogram.ts';
import type { TallyReport } from './driver/tally.ts';

const times = ['ackTimes', 'showTimes', 'lateTimes', 'gaps', 'markTimes'] as const;
const counts = ['acked', 'refused', 'shown', 'marked', 'lostConnections', 'holes'] as const;

/** What all drivers counted together. */
export type Tallies = Omit<TallyReport, (typeof times)[number]> & Record<(typeof times)[number], Histogram>;

const sum = (parts: TallyReport[], key: (typeof counts)[number]) => parts.reduce((total, part) => total + part[key], 0);

const merged = (parts: TallyReport[], key: (typeof times)[number]): Histogram => {
  const histogram = new Histogram();
  for (const part of parts) histogram.merge(part[key]);
  return histogram;
};

export const mergeTallies = (parts: TallyReport[]): Tallies => {
  const problems: Record<string, number> = {};
  for (const [what, count] of parts.flatMap((part) => Object.entries(part.problems)))
    problems[what] = (problems[what] ?? 0) + count;
  return {
    acked: sum(parts, 'acked'),
    refused: sum(parts, 'refused'),
    shown: sum(parts, 'shown'),
    marked: sum(parts, 'marked'),
    lostConnections: sum(parts, 'lostConnections'),
    holes: sum(parts, 'holes'),
    firstShownAt: Math.min(...parts.map(({ firstShownAt }) => firstShownAt)),
    lastShownAt: Math.max(0, ...parts.map(({ lastShownAt }) => lastShownAt)),
    ackTimes: merged(parts, 'ackTimes'),
    showTimes: merged(parts, 'showTimes'),
    lateTimes: merged(parts, 'lateTimes'),
    gaps: merged(parts, 'gaps'),
    markTimes: merged(parts, 'markTimes'),
    problems,
  };
};
