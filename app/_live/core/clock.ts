/** Time and chance, so that a test can hold both. */
export interface Clock {
  now(): number;
  /** In [0, 1). */
  random(): number;
  /** @returns ends the wait */
  after(delayMs: number, then: () => void): () => void;
}

export const realClock: Clock = {
  now: () => Date.now(),
  random: () => Math.random(),
  after: (delayMs, then) => {
    const timer = setTimeout(then, delayMs);
    return () => clearTimeout(timer);
  },
};
