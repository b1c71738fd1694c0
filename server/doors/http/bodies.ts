import type { IncomingMessage, ServerResponse } from 'node:http';
import { failure, limits, type Result, success } from '../../../protocol/index.ts';
import { hasBody } from './respond.ts';

/** A body in memory. Whoever has it gives it back when the request is answered. */
export type Body = { bytes: Buffer<ArrayBuffer>; release(): void };

const nothing: Body = { bytes: Buffer.alloc(0), release: () => {} };
const retryAfterMs = 1_000;

const tooLarge = (bound: number) => failure('too_large', `body: longer than ${bound} bytes`);
const tooMany = () => failure('unavailable', 'too many bodies at once', retryAfterMs);

type Bounds = { all: number; perAddress: number };

/**
 * Reads the bodies of requests into memory before anything else sees them, and counts what is in memory: of one body, of
 * all bodies from one address, and of all.
 */
export class Bodies {
  readonly #bounds: Bounds;
  #held = 0;
  readonly #heldBy = new Map<string, number>();

  constructor(bounds: Bounds = { all: limits.bodiesInMemory, perAddress: limits.bodiesPerAddress }) {
    this.#bounds = bounds;
  }

  /** Bytes in memory now. */
  get held(): number {
    return this.#held;
  }

  /**
   * @param options `bound` in bytes for this body, and the `address` it comes from
   * @returns the body, or a refusal; what is not yet read is still on its way then, and the connection intact
   * @throws what ended the connection, when it ended before the body
   */
  async read(
    request: IncomingMessage,
    response: ServerResponse,
    options: { bound: number; address: string },
  ): Promise<Result<Body>> {
    const { bound, address } = options;
    if (!hasBody(request)) return success(nothing);
    if (bound === 0 || Number(request.headers['content-length'] ?? 0) > bound) return tooLarge(bound);
    // Only now: who asks first, as curl does with large bodies, has not sent a byte of what is refused.
    if (request.headers.expect !== undefined) response.writeContinue();
    const chunks: Buffer[] = [];
    let bytes = 0;
    const release = () => this.#count(address, -bytes);
    try {
      for await (const chunk of request.iterator({ destroyOnReturn: false })) {
        const part = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
        bytes += part.length;
        this.#count(address, part.length);
        const refusal = bytes > bound ? tooLarge(bound) : this.#isFull(address) ? tooMany() : undefined;
        if (refusal) {
          release();
          return refusal;
        }
        chunks.push(part);
      }
    } catch (error) {
      release();
      throw error;
    }
    return success({ bytes: Buffer.concat(chunks), release });
  }

  #isFull(address: string): boolean {
    return this.#held > this.#bounds.all || (this.#heldBy.get(address) ?? 0) > this.#bounds.perAddress;
  }

  #count(address: string, bytes: number): void {
    this.#held += bytes;
    const held = (this.#heldBy.get(address) ?? 0) + bytes;
    if (held > 0) this.#heldBy.set(address, held);
    else this.#heldBy.delete(address);
  }
}
