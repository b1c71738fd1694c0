const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0');

/**
 * Makes UUIDs of version 7 that sort in the order in which they are made, also within a millisecond and when the clock goes
 * back. Of our own because every page carries it before its first sight: the package is four times as long.
 */
export const idMaker = (now: () => number): (() => string) => {
  let time = 0;
  let count = 0;
  return () => {
    const random = crypto.getRandomValues(new Uint8Array(10));
    const [high = 0, low = 0, first = 0, ...rest] = random;
    const at = now();
    // Each millisecond begins anywhere in the lower half, so that ids of two tabs differ, and has room to count.
    if (at > time) [time, count] = [at, ((high & 7) << 8) | low];
    else count += 1;
    if (count > 0xfff) [time, count] = [time + 1, 0];
    const stamp = hex(time, 12);
    const end = rest.slice(1).map((byte) => hex(byte, 2));
    return `${stamp.slice(0, 8)}-${stamp.slice(8)}-7${hex(count, 3)}-${hex((first & 0x3f) | 0x80, 2)}${hex(rest[0] ?? 0, 2)}-${end.join('')}`;
  };
};
