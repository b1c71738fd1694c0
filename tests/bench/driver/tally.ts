import { type Counts, Histogram } from './histogram.ts';

/** What one driver counted. Histograms hold milliseconds. */
export type TallyReport = {
  acked: number;
  refused: number;
  shown: number;
  /** Read marks that were kept. */
  marked: number;
  /** Moments of the first and the last message shown while measuring, on the clock of `clock.ts`. */
  firstShownAt: number;
  lastShownAt: number;
  lostConnections: number;
  holes: number;
  ackTimes: Counts;
  showTimes: Counts;
  /** From due to shown, of messages that were due while their reader was away. */
  lateTimes: Counts;
  /** From losing the connection to being complete again. */
  gaps: Counts;
  /** From the moment a message was shown, or the mark before it was answered, to its mark's answer. */
  markTimes: Counts;
  problems: Record<string, number>;
};

/** Counts of this driver. Before `begin` and after `end` everything is verified but nothing is timed. */
export class Tally {
  measuring = false;
  acked = 0;
  refused = 0;
  shown = 0;
  marked = 0;
  firstShownAt = Number.POSITIVE_INFINITY;
  lastShownAt = 0;
  lostConnections = 0;
  holes = 0;
  readonly ackTimes = new Histogram();
  readonly showTimes = new Histogram();
  readonly lateTimes = new Histogram();
  readonly gaps = new Histogram();
  readonly markTimes = new Histogram();
  #problems = new Map<string, number>();

  begin() {
    this.acked = 0;
    this.shown = 0;
    this.marked = 0;
    for (const times of [this.ackTimes, this.showTimes, this.lateTimes, this.gaps, this.markTimes]) times.clear();
    this.measuring = true;
  }

  problem(what: string) {
    this.#problems.set(what, (this.#problems.get(what) ?? 0) + 1);
  }

  report(): TallyReport {
    return {
      acked: this.acked,
      refused: this.refused,
      shown: this.shown,
      marked: this.marked,
      firstShownAt: this.firstShownAt,
      lastShownAt: this.lastShownAt,
      lostConnections: this.lostConnections,
      holes: this.holes,
      ackTimes: this.ackTimes.counts(),
      showTimes: this.showTimes.counts(),
      lateTimes: this.lateTimes.counts(),
      gaps: this.gaps.counts(),
      markTimes: this.markTimes.counts(),
      problems: Object.fromEntries(this.#problems),
    };
  }
}
