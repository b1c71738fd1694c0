/** How a link behaves at the moment. */
export type Weather = {
  /** Each way, in milliseconds. */
  delay: number;
  /** Up to this much more or less; what was sent first still arrives first, as TCP has it. */
  jitter: number;
  /** Each way; Infinity for no limit. */
  bytesPerSecond: number;
};

export const fair: Weather = { delay: 0, jitter: 0, bytesPerSecond: Number.POSITIVE_INFINITY };

/** 256 kbit/s, as the table of faults has it. */
export const narrow: Weather = { ...fair, bytesPerSecond: 256_000 / 8 };
export const slow: Weather = { ...fair, delay: 200, jitter: 100 };
