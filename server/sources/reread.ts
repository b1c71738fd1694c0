import { limits } from '../../protocol/index.ts';
import type { Database } from '../engine/store/database.ts';
import type { Reading } from './event.ts';
import type { Mappings } from './mapping/mappings.ts';
import { type Reader, readPlainly, readWith, type Unread } from './reader.ts';
import { decodeText } from './text.ts';

/** Something that came and could not be read, by what was kept of it. */
export type Kept = { source: string; payload: Uint8Array; headers: Readonly<Record<string, string>> };

// Also of a source that has ended: what it left is still to be read.
const mappingsOf = 'select s.key, s.mapping from source s where s.key = any ($1) and s.mapping is not null';

/** @returns what was kept, as it would come now */
export const unreadOf = async ({ payload, headers: kept }: Omit<Kept, 'source'>): Promise<Unread> => {
  const headers = new Map(Object.entries(kept));
  const wrapping = { contentType: headers.get('content-type'), contentEncoding: headers.get('content-encoding') };
  const decoded = await decodeText(payload, wrapping, limits.ticketEventBytes);
  return { payload: Buffer.from(payload), decoded, headers, origin: '', position: '' };
};

/** Reads again what could not be read when it came. */
export class Rereader {
  readonly #database: Pick<Database, 'query'>;
  readonly #mappings: Pick<Mappings, 'map'>;

  constructor(database: Pick<Database, 'query'>, mappings: Pick<Mappings, 'map'>) {
    this.#database = database;
    this.#mappings = mappings;
  }

  /**
   * As each would be read if it came now, by the present mapping of its source.
   * @returns one reading for each, in order
   * @throws the database's error
   */
  async read(kept: readonly Kept[]): Promise<Reading[]> {
    const sources = [...new Set(kept.map(({ source }) => source))];
    const readers = await this.#readersOf(sources);
    const unread = await Promise.all(kept.map(unreadOf));
    const readings = new Map<Unread, Reading>();
    for (const source of sources) {
      const own = unread.filter((_, place) => kept[place]?.source === source);
      const arrivals = await (readers.get(source) ?? readPlainly)(own);
      for (const [place, one] of own.entries()) {
        const reading = arrivals[place]?.reading;
        if (reading) readings.set(one, reading);
      }
    }
    return unread.map((one) => readings.get(one) ?? { ok: false, error: 'was not read', eventId: null });
  }

  async #readersOf(sources: readonly string[]): Promise<Map<string, Reader>> {
    const rows = await this.#database.query<{ key: string; mapping: string }>('source_mappings', mappingsOf, [sources]);
    return new Map(rows.map(({ key, mapping }) => [key, readWith(this.#mappings, `${key} again`, mapping)]));
  }
}
