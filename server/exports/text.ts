import { createHash, type Hash } from 'node:crypto';
import { promisify } from 'node:util';
import { deflate, inflate } from 'node:zlib';
import { limits } from '../../protocol/index.ts';
import type { Line } from './format.ts';

const pack = promisify(deflate);
const unpack = promisify(inflate);

/** How many lines there are of each type, without the first and the last. */
export type Counts = Record<string, number>;

const encoder = new TextEncoder();

/** @returns the text of a part as it is kept */
export const textOf = (part: Buffer): Promise<Buffer> => unpack(part, { maxOutputLength: 2 * limits.exportPartBytes });

/** The lines of one file: counted, hashed, and cut into parts that fit into memory and a row. */
export class Text {
  readonly #all: Hash = createHash('sha256');
  readonly #content: Hash = createHash('sha256');
  readonly counts: Counts;
  #lines: Uint8Array[] = [];
  #size = 0;
  #isBegun = false;

  /** @param counts of what was written before */
  constructor(counts: Counts = {}) {
    this.counts = { ...counts };
  }

  /** Bytes that are not in a part yet. */
  get size(): number {
    return this.#size;
  }

  /** Goes on behind text that was written before: it counts in the hashes. The first line of a file is in its first part. */
  follow(text: Uint8Array): void {
    this.#all.update(text);
    const content = this.#isBegun ? text : text.subarray(text.indexOf(0x0a) + 1);
    this.#isBegun = true;
    this.#content.update(content);
  }

  add(line: Line): void {
    const bytes = encoder.encode(`${JSON.stringify(line)}\n`);
    this.follow(bytes);
    if (line.type !== 'header') this.counts[line.type] = (this.counts[line.type] ?? 0) + 1;
    this.#lines.push(bytes);
    this.#size += bytes.length;
  }

  /** Adds the last line. */
  end(): void {
    const content = this.#content.copy().digest('hex');
    const sha256 = this.#all.copy().digest('hex');
    const counts = { ...this.counts };
    this.add({ type: 'end', counts, content, sha256 });
    delete this.counts.end;
  }

  /** @returns what was added since, compressed, each part small enough */
  async take(): Promise<{ parts: Buffer[]; bytes: number }> {
    const text = Buffer.concat(this.#lines);
    this.#lines = [];
    this.#size = 0;
    const parts: Buffer[] = [];
    // What cannot be compressed grows a little.
    const most = limits.exportPartBytes - 1_000;
    for (let at = 0; at < text.length; at += most) parts.push(await pack(text.subarray(at, at + most)));
    return { parts, bytes: text.length };
  }
}
