/**
 * Milliseconds on the machine's monotonic clock, which all processes of a run share. Asked each time: an offset to
 * Node's own clock, taken once, is wrong by as long as the process had to wait between reading the one and the other.
 */
export const now = (): number => Number(process.hrtime.bigint()) / 1e6;
