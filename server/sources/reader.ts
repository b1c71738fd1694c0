import { type Opened, openText, type Reading, readDecoded, readMapped } from './event.ts';
import type { Arrival } from './intake.ts';
import type { Mappings } from './mapping/mappings.ts';
import type { Decoded } from './text.ts';

/** One thing that arrived, as text where it is some. */
export type Unread = Omit<Arrival, 'reading'> & { decoded: Decoded };

/** What is made of what arrived, in its order. Where no mapping has to be waited for, nothing is. */
export type Reader = (unread: readonly Unread[]) => Arrival[] | Promise<Arrival[]>;

/** As it came. */
export const readPlainly: Reader = (unread) =>
  unread.map(({ decoded, ...arrival }) => ({ ...arrival, reading: readDecoded(decoded, arrival.headers) }));

const openedOf = ({ decoded, headers }: Unread) => (decoded.ok ? openText(decoded.text, headers) : decoded);

// Numbers that a double cannot hold are strings in it.
const inputOf = ({ value }: Opened, { headers }: Unread) => ({
  value: JSON.stringify(value),
  headers: JSON.stringify(Object.fromEntries(headers ?? [])),
});

/**
 * As a mapping makes it. Whatever it does wrong is said of the event: nothing that comes is lost.
 * @param of whose events they are
 */
export const readWith =
  (mappings: Pick<Mappings, 'map'>, of: string, mapping: string): Reader =>
  async (unread) => {
    const opened = unread.map(openedOf);
    const inputs = opened.flatMap((one, place) => {
      const from = unread[place];
      return one.ok && from !== undefined ? [inputOf(one, from)] : [];
    });
    const mapped = await mappings.map(of, mapping, inputs);
    let next = 0;
    return unread.map(({ decoded: _, ...arrival }, place): Arrival => {
      const one = opened[place];
      const reading: Reading = one?.ok
        ? readingOf(mapped[next++], one)
        : { ok: false, error: one?.error ?? '', eventId: null };
      return { ...arrival, reading };
    });
  };

const readingOf = (mapped: Awaited<ReturnType<Mappings['map']>>[number] | undefined, opened: Opened): Reading => {
  if (mapped === undefined) throw new Error('the mapping gave nothing for an event');
  return 'result' in mapped
    ? readMapped(mapped.result, opened)
    : { ok: false, error: `mapping: ${mapped.error}`, eventId: null };
};
