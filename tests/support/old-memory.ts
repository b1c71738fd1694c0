import v8 from 'node:v8';

/** Bytes used in V8's old memory, where only a collection of all memory finds garbage. */
export const oldMemory = (): number =>
  v8.getHeapSpaceStatistics().find(({ space_name }) => space_name === 'old_space')?.space_used_size ?? Number.NaN;
