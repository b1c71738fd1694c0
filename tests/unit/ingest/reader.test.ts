import { describe, expect, it } from 'vitest';
import type { Input } from '../../../server/sources/mapping/evaluate.ts';
import { readPlainly, readWith, type Unread } from '../../../server/sources/reader.ts';

const event = {
  ticketId: 'T-1',
  title: 'Refund',
  reasonCode: 'policy',
  reason: 'Out of the return window',
  rejectedBy: 'bot',
  priority: 'high',
  occurredAt: '2026-01-02T03:04:05.678Z',
};
const envelope = { specversion: '1.0', id: '7', source: '/desk', type: 'alert' };
const unread = (value: unknown, headers: Record<string, string> = {}): Unread => ({
  payload: Buffer.from(JSON.stringify(value)),
  decoded: { ok: true, text: typeof value === 'string' ? value : JSON.stringify(value) },
  headers: new Map(Object.entries(headers)),
  origin: 'test',
  position: '1',
});

/** Reads with something in the place of JSONata; what it was given stands in `given`. */
const reading = async (results: readonly unknown[], ...events: Unread[]) => {
  const given: Input[] = [];
  const map = async (_of: string, _mapping: string, inputs: readonly Input[]) => {
    given.push(...inputs);
    return inputs.map((_, n) => {
      const result = results[n];
      return typeof result === 'string' ? { error: result } : { result: JSON.stringify(result) };
    });
  };
  const arrivals = await readWith({ map }, 'desk', '…')(events);
  return { given, readings: arrivals.map((arrival) => arrival.reading) };
};
const hashOf = async (value: unknown, result: unknown) => {
  const { readings } = await reading([result], unread(value));
  const [one] = readings;
  return one?.ok ? one.event.contentHash : null;
};

describe('an event of any shape, by its mapping', () => {
  it('becomes a ticket event; what it has besides are its attributes, and what came is kept', async () => {
    const foreign = { alert: { name: 'Refund' }, n: 7 };
    const { readings } = await reading([{ ...event, eventId: 'e-1', region: 'eu' }], unread(foreign));
    expect(readings).toMatchObject([
      { ok: true, event: { ...event, eventId: 'e-1', attributes: { region: 'eu' }, raw: JSON.stringify(foreign) } },
    ]);
  });

  it('is given to it whole: a CloudEvent with its envelope, whichever way it came, and large numbers as texts', async () => {
    const headers = Object.fromEntries(Object.entries(envelope).map(([name, value]) => [`ce_${name}`, value]));
    const { given } = await reading(
      [{}, {}, {}],
      unread({ ...envelope, data: { n: 1 } }),
      unread({ n: 1 }, { ...headers, desk: 'Berlin' }),
      unread('{"n":12345678901234567890}'),
    );
    expect(given.map(({ value }) => JSON.parse(value))).toEqual([
      { ...envelope, data: { n: 1 } },
      { ...envelope, data: { n: 1 } },
      { n: '12345678901234567890' },
    ]);
    expect(given[1] && JSON.parse(given[1].headers)).toMatchObject({ desk: 'Berlin', ce_id: '7' });
  });

  it('is known as the CloudEvent that came where the result has no eventId; without one it is a dead letter that says so', async () => {
    const { readings } = await reading(
      [event, event, { ...event, eventId: 'own' }],
      unread({ ...envelope, data: {} }),
      unread({ n: 1 }),
      unread({ ...envelope, data: {} }),
    );
    expect(readings).toMatchObject([
      { ok: true, event: { eventId: '/desk/7', attributes: { ce_type: 'alert' } } },
      { ok: false, error: expect.stringMatching(/^mapping: gives no eventId/) },
      { ok: true, event: { eventId: 'own' } },
    ]);
  });

  it('that the mapping cannot make a ticket of is a dead letter which says what is wrong', async () => {
    const { readings } = await reading(
      ['calls itself for ever', { ...event, eventId: 'e', priority: 'whenever' }, [1], 7],
      unread({}),
      unread({}),
      unread({}),
      unread({}),
    );
    expect(readings).toMatchObject([
      { ok: false, error: 'mapping: calls itself for ever' },
      { ok: false, error: expect.stringMatching(/^mapping: priority: /), eventId: 'e' },
      { ok: false, error: expect.stringMatching(/^mapping: the result: /) },
      { ok: false, error: expect.stringMatching(/^mapping: the result: /) },
    ]);
  });

  it('that is no JSON is never shown to it, and its neighbours keep their places', async () => {
    const { given, readings } = await reading([{ ...event, eventId: 'e-1' }], unread('<xml/>'), unread({ n: 1 }));
    expect(given).toHaveLength(1);
    expect(readings).toMatchObject([
      { ok: false, error: 'the payload is not JSON' },
      { ok: true, event: { eventId: 'e-1' } },
    ]);
  });

  it('is the same event whatever another mapping makes of it, and another one when other things came', async () => {
    const [one, other] = [
      { ...event, eventId: 'e' },
      { ...event, eventId: 'e', title: 'Another title' },
    ];
    expect(await hashOf({ n: 1, m: 2 }, one)).toBe(await hashOf({ m: 2, n: 1 }, other));
    expect(await hashOf({ n: 1 }, one)).not.toBe(await hashOf({ n: 2 }, one));
    // Sent again, it has another envelope.
    expect(await hashOf({ ...envelope, data: { n: 1 } }, one)).toBe(
      await hashOf({ ...envelope, id: '8', data: { n: 1 } }, one),
    );
  });
});

it('where there is no mapping nothing is waited for', () => {
  const read = readPlainly([unread({ ...event, eventId: 'e' }), unread('{')]);
  if (read instanceof Promise) throw new Error('it was waited for');
  expect(read.map((arrival) => arrival.reading.ok)).toEqual([true, false]);
});
