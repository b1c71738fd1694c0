import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate, type ZlibOptions, zstdDecompress } from 'node:zlib';

/** How bytes say what text they are. Both are as HTTP and AMQP write them; without them it is plain UTF-8. */
export type Wrapping = { contentType?: string | undefined; contentEncoding?: string | undefined };

/**
 * The text, or why there is none. `unsupported`: it is packed or written in a way that is not known here. `too_large`:
 * unpacked it is longer than allowed.
 */
export type Decoded =
  | { ok: true; text: string }
  | { ok: false; reason: 'malformed' | 'unsupported' | 'too_large'; error: string };

type Unpack = (bytes: Uint8Array, options: ZlibOptions) => Promise<Buffer>;

const unpackers = new Map<string, Unpack>([
  ['gzip', promisify<Uint8Array, ZlibOptions, Buffer>(gunzip)],
  ['x-gzip', promisify<Uint8Array, ZlibOptions, Buffer>(gunzip)],
  ['deflate', promisify<Uint8Array, ZlibOptions, Buffer>(inflate)],
  ['br', (bytes, { maxOutputLength }) => promisify(brotliDecompress)(bytes, { maxOutputLength })],
  ['zstd', (bytes, { maxOutputLength }) => promisify(zstdDecompress)(bytes, { maxOutputLength })],
]);
// Many AMQP clients write the charset here.
const plain = new Set(['', 'identity', 'utf-8', 'utf8', 'binary']);
const charset = /;\s*charset\s*=\s*"?([^\s";]+)/i;

/**
 * Unpacks and decodes a payload. Never throws.
 * @param most bytes that it may have when it is unpacked: more is not even unpacked
 */
export const decodeText = async (payload: Uint8Array, wrapping: Wrapping, most: number): Promise<Decoded> => {
  const encoding = wrapping.contentEncoding?.trim().toLowerCase() ?? '';
  if (plain.has(encoding)) return payload.length > most ? tooLarge(most) : toText(payload, wrapping.contentType);
  const unpack = unpackers.get(encoding);
  if (unpack === undefined) {
    const known = [...unpackers.keys()].filter((name) => name !== 'x-gzip').join(', ');
    return { ok: false, reason: 'unsupported', error: `content-encoding: is none of ${known}` };
  }
  try {
    return toText(await unpack(payload, { maxOutputLength: most }), wrapping.contentType);
  } catch (error) {
    const isTooLarge = error instanceof Error && Reflect.get(error, 'code') === 'ERR_BUFFER_TOO_LARGE';
    return isTooLarge ? tooLarge(most) : malformed(`content-encoding: the payload is not ${encoding}`);
  }
};

/** Like {@link decodeText}, for what is not packed. */
export const toText = (payload: Uint8Array, contentType?: string): Decoded => {
  if (payload.length === 0) return malformed('the payload is empty');
  const name = charset.exec(contentType ?? '')?.[1] ?? 'utf-8';
  const decoder = decoderOf(name);
  if (decoder === null) return { ok: false, reason: 'unsupported', error: 'content-type: an unknown charset' };
  try {
    return { ok: true, text: decoder.decode(payload) };
  } catch {
    return malformed(`the payload is not ${decoder.encoding.toUpperCase()}`);
  }
};

const decoderOf = (name: string): TextDecoder | null => {
  try {
    return new TextDecoder(name, { fatal: true });
  } catch {
    return null;
  }
};

const malformed = (error: string): Decoded => ({ ok: false, reason: 'malformed', error });
const tooLarge = (most: number): Decoded => ({
  ok: false,
  reason: 'too_large',
  error: `the payload is longer than ${most} bytes`,
});
