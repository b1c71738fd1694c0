import { type Data, limits, type MappedEvent, type Payload, type Result, success } from '../../../protocol/index.ts';
import type { Database } from '../../engine/store/database.ts';
import type { Reading } from '../event.ts';
import type { Mappings } from '../mapping/mappings.ts';
import { type Reader, readPlainly, readWith, type Unread } from '../reader.ts';
import { type Past, readPast, sameAs } from './past-events.ts';

/** Events that are tried between two looks at the time: each may take a mapping as long as it gets. */
const atOnce = 4;

type Counts = Pick<Data<'source:try'>, 'tried' | 'same' | 'differs' | 'fails' | 'mended'>;
type Example = Data<'source:try'>['examples'][number];
type Judged = keyof Omit<Counts, 'tried'>;

const trying = 'a trial';

/** Shows what a mapping would make of events, before it is what makes tickets. It changes nothing. */
export class MappingTrial {
  readonly #database: Pick<Database, 'query'>;
  readonly #mappings: Pick<Mappings, 'map'>;

  constructor(database: Pick<Database, 'query'>, mappings: Pick<Mappings, 'map'>) {
    this.#database = database;
    this.#mappings = mappings;
  }

  async try({ key, mapping, sample }: Payload<'source:try'>): Promise<Result<Data<'source:try'>>> {
    const read = mapping === null ? readPlainly : readWith(this.#mappings, trying, mapping);
    const counts: Counts = { tried: 0, same: 0, differs: 0, fails: 0, mended: 0 };
    if (sample !== undefined || key === undefined) {
      const [arrival] = await read([unreadSample(sample ?? '')]);
      return success({ sample: shownOf(arrival?.reading), ...counts, complete: true, examples: [] });
    }
    return success({ sample: null, ...(await this.#past(read, await readPast(this.#database, key), counts)) });
  }

  async #past(read: Reader, past: Past[], counts: Counts): Promise<Omit<Data<'source:try'>, 'sample'>> {
    const until = performance.now() + limits.mappingTriedTime;
    const examples: Example[] = [];
    for (let place = 0; place < past.length && performance.now() < until; place += atOnce) {
      const some = past.slice(place, place + atOnce);
      const arrivals = await read(some.map(({ unread }) => unread));
      for (const [n, one] of some.entries()) {
        const reading = arrivals[n]?.reading;
        const judged = judge(one, reading);
        counts.tried += 1;
        counts[judged] += 1;
        if (judged !== 'same' && examples.filter(({ outcome }) => outcome === judged).length < limits.mappingExamples)
          examples.push({ ...shownOf(reading, true), outcome: judged, ticketId: one.ticketId, event: cut(one.text) });
      }
    }
    return { ...counts, complete: counts.tried === past.length, examples };
  }
}

const judge = ({ stored }: Past, reading: Reading | undefined): Judged => {
  if (stored === null) return reading?.ok ? 'mended' : 'fails';
  if (!reading?.ok) return 'fails';
  return sameAs(stored, reading.event) ? 'same' : 'differs';
};

const unreadSample = (text: string): Unread => ({
  payload: Buffer.from(text),
  decoded: text.trim() === '' ? { ok: false, reason: 'malformed', error: 'the payload is empty' } : { ok: true, text },
  origin: trying,
  position: '',
});

const cut = (text: string): string => text.slice(0, limits.mappingExample).toWellFormed();

const shownOf = (reading: Reading | undefined, isCut = false): MappedEvent => {
  if (!reading?.ok) return { result: null, error: reading?.error ?? 'was not read' };
  const { raw: _, contentHash: __, ...event } = reading.event;
  const result = JSON.stringify(event, null, 2);
  return { result: isCut ? cut(result) : result, error: null };
};
