const slots = 2_048;
const samples = 8;

/**
 * Parses each frame once, however many members of this process it is sent to: what was parsed before is recognised
 * by its bytes. A real client parses only its own frames, so this takes work from the driver, not from the server.
 */
export class FrameCache<Parsed> {
  #parse: (json: string) => Parsed;
  #known = new Array<{ bytes: Buffer; parsed: Parsed } | undefined>(slots);
  #shared: boolean;

  /** @param shared whether a frame is likely to reach several members of this process */
  constructor(parse: (json: string) => Parsed, shared: boolean) {
    this.#parse = parse;
    this.#shared = shared;
  }

  read(bytes: Buffer, start: number, end: number): Parsed {
    if (!this.#shared) return this.#parse(bytes.toString('utf8', start, end));
    const slot = slotOf(bytes, start, end);
    const known = this.#known[slot];
    if (known?.bytes.length === end - start && known.bytes.compare(bytes, start, end) === 0) return known.parsed;
    const parsed = this.#parse(bytes.toString('utf8', start, end));
    this.#known[slot] = { bytes: Buffer.from(bytes.subarray(start, end)), parsed };
    return parsed;
  }
}

const slotOf = (bytes: Buffer, start: number, end: number): number => {
  const length = end - start;
  let hash = length;
  for (let i = 0; i < samples; i++) {
    const at = start + Math.floor((length * i) / samples);
    hash = Math.imul(
      hash ^ ((bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16)),
      16_777_619,
    );
  }
  return (hash >>> 8) % slots;
};
