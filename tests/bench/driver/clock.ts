const offset = Number(process.hrtime.bigint()) / 1e6 - performance.now();

/** Milliseconds on the machine's monotonic clock, which all processes of a run share. */
export const now = (): number => performance.now() + offset;
