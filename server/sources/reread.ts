import { limits } from '../../protocol/index.ts';
import { type Reading, readText } from './event.ts';
import { decodeText } from './text.ts';

/**
 * Reads something again that could not be read when it came, by what was kept of it; as it would be read if it came now. Never
 * throws.
 */
export const reread = async (payload: Uint8Array, kept: Readonly<Record<string, string>>): Promise<Reading> => {
  const headers = new Map(Object.entries(kept));
  const wrapping = { contentType: headers.get('content-type'), contentEncoding: headers.get('content-encoding') };
  const decoded = await decodeText(payload, wrapping, limits.ticketEventBytes);
  return decoded.ok ? readText(decoded.text, headers) : { ok: false, error: decoded.error, eventId: null };
};
