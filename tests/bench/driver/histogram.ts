/** Milliseconds below this are counted in steps of 0.01, those above in steps of 1. */
const fineBelow = 1_000;
const fineSteps = 100;
const fineSlots = fineBelow * fineSteps;
const coarseSlots = 120_000;

/** Counts of a histogram without its empty slots, as it travels between processes. */
export type Counts = [slot: number, count: number][];

/** Durations in milliseconds, counted rather than kept. Histograms are merged; percentiles never are. */
export class Histogram {
  #slots = new Uint32Array(fineSlots + coarseSlots);
  #total = 0;

  get total() {
    return this.#total;
  }

  add(milliseconds: number) {
    const slot = milliseconds < fineBelow ? milliseconds * fineSteps : fineSlots + milliseconds - fineBelow;
    this.#count(Math.min(Math.max(0, Math.floor(slot)), this.#slots.length - 1), 1);
  }

  merge(counts: Counts) {
    for (const [slot, count] of counts) this.#count(slot, count);
  }

  /** @returns the upper edge of the slot that holds this share of all values; NaN when there are none */
  percentile(share: number): number {
    if (this.#total === 0) return Number.NaN;
    const wanted = Math.ceil(this.#total * share);
    let seen = 0;
    for (const [slot, count] of this.#slots.entries()) {
      seen += count;
      if (seen >= wanted) return slot < fineSlots ? (slot + 1) / fineSteps : slot - fineSlots + fineBelow + 1;
    }
    return Number.NaN;
  }

  counts(): Counts {
    const counts: Counts = [];
    for (const [slot, count] of this.#slots.entries()) if (count > 0) counts.push([slot, count]);
    return counts;
  }

  clear() {
    this.#slots.fill(0);
    this.#total = 0;
  }

  #count(slot: number, count: number) {
    this.#slots[slot] = (this.#slots[slot] ?? 0) + count;
    this.#total += count;
  }
}
