/** Points that are taken, and come back with time. May be overdrawn: what is owed must come back, too. */
export class Budget {
  readonly #most: number;
  readonly #perMs: number;
  #left: number;
  #at: number;

  /**
   * @param most what may be taken at once
   * @param perSecond what comes back
   * @param now a time in ms
   */
  constructor(most: number, perSecond: number, now: number) {
    this.#most = most;
    this.#perMs = perSecond / 1_000;
    this.#left = most;
    this.#at = now;
  }

  /** Takes points, whether there are so many or not. */
  take(points: number, now: number): void {
    this.#left = this.#leftAt(now) - points;
    this.#at = now;
  }

  /** Takes all there is, and points more. */
  exhaust(points: number, now: number): void {
    this.#left = -points;
    this.#at = now;
  }

  /** @returns ms until nothing is owed any more; 0 when nothing is */
  owes(now: number): number {
    return Math.max(0, -this.#leftAt(now) / this.#perMs);
  }

  /** @returns whether it is as good as new */
  isFull(now: number): boolean {
    return this.#leftAt(now) >= this.#most;
  }

  #leftAt(now: number): number {
    return Math.min(this.#most, this.#left + (now - this.#at) * this.#perMs);
  }
}
