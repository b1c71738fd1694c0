import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TicketEvent } from '../../../protocol/index.ts';
import { readPayload, readValue } from '../../../server/ingest/event.ts';

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
const errorOf = (value: unknown) => {
  const reading = readValue(value);
  return reading.ok ? null : reading.error;
};

describe('a ticket event from outside', () => {
  it('is read bare, and as the data of a CloudEvent', () => {
    expect(readPayload(bytes(event))).toEqual({ ok: true, event });
    expect(readPayload(bytes(envelope))).toEqual({ ok: true, event });
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

  it('may carry fields that the contract does not know, which are left out', () => {
    expect(readValue({ ...event, colour: 'red', __proto__: { polluted: true } })).toEqual({ ok: true, event });
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
      fc.property(field, fc.anything(), fc.boolean(), (name, nonsense, enveloped) => {
        const changed = { ...event, [name]: nonsense };
        const reading = readValue(enveloped ? { ...envelope, data: changed } : changed);
        if (reading.ok) expect(TicketEvent.parse(reading.event)).toEqual(reading.event);
        else expect(reading.error).toContain(name);
      }),
      { numRuns: 2_000 },
    );
  });
});
