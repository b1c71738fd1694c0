import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { limits, TicketEvent } from '../../../protocol/index.ts';
import { readPayload, readText } from '../../../server/sources/event.ts';

const event = {
  eventId: 'e-1',
  ticketId: 'T-1',
  title: 'Refund 12 €',
  reasonCode: 'policy',
  reason: 'Out of the return window',
  rejectedBy: 'bot',
  priority: 'high',
  occurredAt: '2026-01-02T03:04:05.678Z',
};
const envelope = { specversion: '1.0', id: '7', source: '/desk', type: 'ticket.rejected', data: event };
const bytes = (value: unknown) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));
const named = (headers: Record<string, string>) =>
  new Map(Object.entries(headers).map(([name, value]) => [`ce_${name}`, value]));
const readValue = (value: unknown) => readText(JSON.stringify(value));
const eventOf = (reading: ReturnType<typeof readText>) => {
  if (!reading.ok) throw new Error(reading.error);
  return reading.event;
};
const errorOf = (value: unknown) => {
  const reading = readValue(value);
  return reading.ok ? null : reading.error;
};

describe('a ticket event from outside', () => {
  it('is read bare, and as the data of a CloudEvent', () => {
    expect(readPayload(bytes(event))).toMatchObject({ ok: true, event });
    expect(readPayload(bytes(envelope))).toMatchObject({ ok: true, event });
  });

  it('is read as a CloudEvent whose envelope is in the headers, as Kafka, HTTP and AMQP write them', () => {
    const { eventId: _, ...unnamed } = event;
    for (const prefix of ['ce_', 'ce-', 'cloudevents:', 'cloudevents_']) {
      const attributes = new Map(['specversion', 'id', 'source', 'type'].map((name) => [`${prefix}${name}`, '1.0']));
      expect(readPayload(bytes(unnamed), attributes)).toMatchObject({ ok: true, event: { eventId: '1.0/1.0' } });
    }
  });

  it('is known by the source and id of its CloudEvent when it has no eventId of its own', () => {
    const { eventId: _, ...unnamed } = event;
    expect(readValue({ ...envelope, data: unnamed })).toMatchObject({ ok: true, event: { eventId: '/desk/7' } });
    expect(readValue(unnamed)).toMatchObject({ ok: false, eventId: null });
  });

  it('may carry fields that the contract does not know, which are kept beside the others', () => {
    const text = JSON.stringify({ ...event, colour: 'red', order: { number: 7 } });
    expect(eventOf(readText(text))).toEqual({
      ...event,
      attributes: { colour: 'red', order: { number: 7 } },
      raw: text,
      contentHash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  it('keeps all that its CloudEvent says, whichever way it came', () => {
    const structured = eventOf(readValue({ ...envelope, time: '2026-01-01T00:00:00Z', region: 'eu' }));
    const headers = { specversion: '1.0', id: '7', source: '/desk', type: 'ticket.rejected', region: 'eu' };
    const binary = eventOf(readText(JSON.stringify(event), named(headers)));
    expect(structured.attributes).toMatchObject({ ce_source: '/desk', ce_id: '7', ce_region: 'eu' });
    expect(binary.attributes).toMatchObject({ ce_source: '/desk', ce_id: '7', ce_region: 'eu' });
    expect(JSON.parse(binary.raw)).toEqual({ ...headers, data: event });
    expect(binary.contentHash).toBe(structured.contentHash);
  });

  it('is known also by a source and an id that are longer than an id may be, or that cannot be written as one', () => {
    const { eventId: _, ...data } = event;
    const idOf = (source: string, id: string) => eventOf(readValue({ ...envelope, source, id, data })).eventId;
    const long = `/${'x'.repeat(500)}`;
    expect(idOf(long, '7')).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(idOf(long, '7')).toBe(idOf(long, '7'));
    expect(
      new Set([idOf(long, '7'), idOf(long, '8'), idOf('/a', 'b '), idOf('/a', 'b'), idOf('/a', 'b\u0000')]).size,
    ).toBe(5);
    expect(eventOf(readValue({ ...envelope, source: long, data })).raw).toContain(long);
  });

  it('is not taken for another one whose source and id read the same side by side', () => {
    const { eventId: _, ...data } = event;
    const ids = [
      ['/a', 'b/c'],
      ['/a/b', 'c'],
      ['/a', 'b%2Fc'],
    ].map(([source, id]) => eventOf(readValue({ ...envelope, source, id, data })).eventId);
    expect(ids).toEqual(['/a/b%2Fc', '/a/b/c', '/a/b%252Fc']);
  });

  it('may be in base64 in its CloudEvent', () => {
    const { data: _, ...bare } = envelope;
    const encoded = Buffer.from(JSON.stringify(event)).toString('base64');
    const enveloped = { ...bare, data_base64: encoded };
    expect(readValue(enveloped)).toMatchObject({ ok: true, event: { ...event, raw: JSON.stringify(enveloped) } });
    expect(errorOf({ ...bare, data_base64: '*' })).toBe('data_base64: is not base64');
    expect(errorOf({ ...bare, data_base64: 'AAAA' })).toBe('data_base64: the payload is not JSON');
    expect(errorOf({ ...bare, data_base64: 7 })).toMatch(/^data_base64: /);
    expect(errorOf({ ...envelope, data_base64: encoded })).toBe('data_base64: is not allowed beside data');
  });

  it('keeps of further fields what fits beside the others, and everything in its text', () => {
    const fields = { a: 'x'.repeat(3_000), b: 'y'.repeat(3_000), c: 'z', d: 'a\u0000', e: '\ud800', f: '\\u0000' };
    const found = eventOf(readValue({ ...event, ...fields }));
    expect(found.attributes).toEqual({ a: fields.a, c: 'z', f: fields.f });
    expect(JSON.parse(found.raw)).toEqual({ ...event, ...fields });
    const many = Object.fromEntries(Array.from({ length: 200 }, (_, n) => [`f${n}`, n]));
    expect(Object.keys(eventOf(readValue({ ...event, ...many })).attributes)).toHaveLength(limits.ticketAttributes);
  });

  it('keeps its address as an attribute when there is a password in it, not as a link', () => {
    for (const url of ['https://user:secret@example.com/', 'https://user@example.com/']) {
      const found = eventOf(readValue({ ...event, url }));
      expect([found.url, found.attributes]).toEqual([undefined, { url }]);
    }
    expect(eventOf(readValue({ ...event, url: 'https://example.com/a@b' })).url).toBe('https://example.com/a@b');
  });

  it('has the same content in any order of its fields and however its time is written, and another one otherwise', () => {
    const hashOf = (value: object) => eventOf(readValue(value)).contentHash;
    const same = [
      event,
      Object.fromEntries(Object.entries(event).reverse()),
      { ...event, occurredAt: '2026-01-02T05:04:05.678+02:00' },
      { ...envelope, time: '2026-01-01T00:00:00Z' },
    ];
    expect(new Set(same.map(hashOf)).size).toBe(1);
    const others = [
      { ...event, title: 'Refund' },
      { ...event, region: 'eu' },
      { ...event, region: null },
    ];
    expect(new Set([event, ...others].map(hashOf)).size).toBe(4);
    const numbered = (number: string) => `{"order":${number},${JSON.stringify(event).slice(1)}`;
    const [one, next] = ['12345678901234567890', '12345678901234567891'].map((number) => readText(numbered(number)));
    expect(one?.ok && one.event.contentHash).not.toBe(next?.ok && next.event.contentHash);
  });

  it('may lie in the future', () => {
    expect(errorOf({ ...event, occurredAt: '9999-12-31T23:59:59.999Z' })).toBeNull();
  });

  it('has its time written in UTC with milliseconds', () => {
    const reading = readValue({ ...event, occurredAt: '2026-01-02T05:04:05.6789+02:00' });
    expect(reading).toMatchObject({ ok: true, event: { occurredAt: '2026-01-02T03:04:05.678Z' } });
  });

  it('is refused with the name of the field that is wrong', () => {
    expect(errorOf({ ...event, priority: 'meh' })).toMatch(/^priority: /);
    expect(errorOf({ ...event, title: 7 })).toMatch(/^title: /);
    expect(errorOf({ ...event, occurredAt: 'yesterday' })).toMatch(/^occurredAt: /);
    expect(errorOf({ ...event, url: 'javascript:alert(1)' })).toMatch(/^url: /);
    expect(errorOf({ ...event, title: '', reason: null })).toMatch(/^title: .*; reason: /);
    expect(errorOf({ ...envelope, data: { ...event, reason: 1 } })).toMatch(/^data\.reason: /);
    expect(errorOf({ ...envelope, data: 'text' })).toMatch(/^data: /);
    expect(errorOf({ ...envelope, specversion: '0.3' })).toMatch(/^specversion: /);
    expect(errorOf({ ...envelope, id: '' })).toMatch(/^id: /);
    expect(errorOf([event])).toMatch(/^the event: /);
  });

  it('is refused when PostgreSQL could not keep it as it is', () => {
    for (const text of ['a\u0000b', 'a\ud800b']) {
      for (const field of ['eventId', 'ticketId', 'title', 'reasonCode', 'reason', 'rejectedBy', 'requester'])
        expect(errorOf({ ...event, [field]: text })).toMatch(new RegExp(`^${field}: `));
      expect(errorOf({ ...event, url: `https://example.com/${text}` })).toMatch(/^url: /);
    }
    for (const occurredAt of ['0000-06-01T00:00:00Z', '0001-01-01T00:00:00+01:00', '9999-12-31T23:59:59-01:00'])
      expect(errorOf({ ...event, occurredAt })).toMatch(/^occurredAt: /);
  });

  it('that is not text at all says so', () => {
    expect(readPayload(bytes(''))).toEqual({ ok: false, error: 'the payload is empty', eventId: null });
    expect(readPayload(bytes('{"eventId"'))).toEqual({ ok: false, error: 'the payload is not JSON', eventId: null });
    expect(readPayload(Buffer.from([0xff, 0x22]))).toEqual({
      ok: false,
      error: 'the payload is not UTF-8',
      eventId: null,
    });
  });

  it('keeps its id in the refusal, so that somebody can find it', () => {
    expect(readValue({ eventId: 'e-9' })).toMatchObject({ ok: false, eventId: 'e-9' });
    expect(readValue({ eventId: `\u0000${'x'.repeat(900)}` })).toMatchObject({ eventId: 'x'.repeat(199) });
  });

  it('never makes the reader throw, whatever it is', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (payload) => {
        expect(readPayload(payload).ok).toBe(false);
      }),
    );
    fc.assert(
      fc.property(fc.jsonValue(), fc.dictionary(fc.string(), fc.string()), (value, headers) => {
        expect(typeof readPayload(bytes(JSON.stringify(value)), new Map(Object.entries(headers))).ok).toBe('boolean');
      }),
    );
  });

  it('with any of its fields replaced by nonsense is either refused by name or still a valid event', () => {
    const field = fc.constantFrom(...Object.keys(event), 'url', 'requester');
    fc.assert(
      fc.property(field, fc.jsonValue(), fc.boolean(), (name, nonsense, enveloped) => {
        const changed = { ...event, [name]: nonsense };
        const reading = readValue(enveloped ? { ...envelope, data: changed } : changed);
        if (reading.ok) expect(reading.event).toMatchObject(TicketEvent.parse(reading.event));
        else expect(reading.error).toContain(name);
      }),
      { numRuns: 2_000 },
    );
  });
});
