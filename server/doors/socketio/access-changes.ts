import type { Signal } from '../../engine/log/tail.ts';
import type { Identity } from '../../people/index.ts';

/** A place in the sequence of reports. What is read from the database after it is at least as new as every report before. */
export type Moment = number;

/** How long a report is remembered, in ms: longer than any read under way, which ends after 5 s. */
const memory = 30_000;
/** How many are remembered. Reads that began before the oldest of them are not trusted. */
const mostReports = 20_000;

type Report = { moment: Moment; signal: Signal; at: number };

/**
 * What the tail reported of late about who may hear what. Whoever reads from the database to let a socket in somewhere
 * takes the moment *before* reading; what was reported since then is newer than what was read, and wins.
 */
export class AccessChanges {
  #moment: Moment = 0;
  /** The moment of the latest report that is no longer remembered. */
  #forgotten: Moment = 0;
  /** The newest last. */
  #reports: Report[] = [];

  /** @returns the present; take it before reading */
  now(): Moment {
    return this.#moment;
  }

  /** Notes what every read that is under way may not have seen. Call it before anything is done about the signals. */
  report(signals: readonly Signal[]): void {
    const at = performance.now();
    this.#moment += 1;
    for (const signal of signals) this.#reports.push({ moment: this.#moment, signal, at });
    const firstYoung = this.#reports.findIndex((report) => at - report.at < memory);
    const forget = Math.max(firstYoung, this.#reports.length - mostReports);
    const latest = this.#reports[forget - 1];
    if (latest === undefined) return;
    this.#forgotten = latest.moment;
    this.#reports = this.#reports.slice(forget);
  }

  /** Trusts nothing that was read until now: it is of another past than what will be reported. */
  distrust(): void {
    this.#moment += 1;
    this.#forgotten = this.#moment;
    this.#reports = [];
  }

  /**
   * @returns what was reported after the moment about this person or session, the oldest first; null when the moment is
   * too long ago to tell: then nothing that was read at it may be believed
   */
  since(moment: Moment, { me, sessionId }: Identity): Signal[] | null {
    if (moment < this.#forgotten) return null;
    const first = this.#reports.findLastIndex((report) => report.moment <= moment) + 1;
    return this.#reports
      .slice(first)
      .map(({ signal }) => signal)
      .filter(({ userId, reference }) => userId === me.id || reference === sessionId);
  }
}
