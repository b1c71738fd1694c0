import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { limits } from '../../../protocol/index.ts';
import { sign } from '../../../server/sources/signature.ts';
import { type Desk, dataOf, openDesk } from './desk.ts';

let desk: Desk;
let secret: string;
beforeAll(async () => {
  desk = await openDesk();
  const made = await desk.make({
    key: 'alerts',
    name: 'Alerts',
    place: { kind: 'http' },
    mapping: mappingTo('subject'),
  });
  secret = made.secret ?? '';
});
afterAll(() => desk?.close());

const mappingTo = (title: string) =>
  `{ "eventId": $string(id), "ticketId": "T-" & id, "title": ${title}, "reasonCode": "alert", "reason": "r", "rejectedBy": "bot",
     "priority": "normal", "occurredAt": "2026-01-02T03:04:05.678Z" }`;
const post = async (value: unknown, key = 'alerts', with_ = secret) => {
  const body = Buffer.from(JSON.stringify(value));
  const answer = await desk.ingest(key, { headers: sign(with_, body), body });
  if (!answer.body.ok) throw new Error(answer.body.error.message);
  return answer.body.data.results;
};
const tried = async (mapping: string | null, sample?: unknown) =>
  dataOf(
    await desk.trial.try({
      ...{ key: 'alerts', mapping },
      ...(sample === undefined ? {} : { sample: typeof sample === 'string' ? sample : JSON.stringify(sample) }),
    }),
  );

describe('a mapping', () => {
  it('makes tickets of events of any shape, and dead letters that say why of the others', async () => {
    const results = await post([{ id: 1, subject: 'Refund' }, { id: 2 }, { id: 3, subject: 'Return' }]);
    expect(results).toMatchObject([
      { outcome: 'created', eventId: '1' },
      { outcome: 'dead_letter', error: expect.stringMatching(/^mapping: title: /) },
      { outcome: 'created', eventId: '3' },
    ]);
    expect(await desk.stored('alerts')).toMatchObject([{ title: 'Refund' }, { title: 'Return' }]);
    expect(await post({ id: 1, subject: 'Refund' })).toMatchObject([{ outcome: 'repeated' }]);
  });

  it('shows what it would make of a sample, or what is wrong, before it is saved', async () => {
    const { sample } = await tried(mappingTo('name'), { id: 9, name: 'Sample' });
    expect(JSON.parse(sample?.result ?? '')).toMatchObject({ eventId: '9', title: 'Sample', attributes: {} });
    expect((await tried('{ "eventId": ', { id: 9 })).sample?.error).toMatch(/^mapping: .*character/);
    expect((await tried(null, '<xml/>')).sample).toEqual({ result: null, error: 'the payload is not JSON' });
    expect((await tried('$f(', '')).sample?.error).toBe('the payload is empty');
  });

  it('shows what would become of the latest events, and changes nothing', async () => {
    const before = await desk.seed.rows('select count(*) as n, max(version) as v from rejection');
    expect(await tried(mappingTo('subject'))).toMatchObject({
      tried: 3,
      same: 2,
      differs: 0,
      fails: 1,
      mended: 0,
      complete: true,
    });
    const other = await tried(mappingTo('subject = "Refund" ? subject : "Without a subject"'));
    expect(other).toMatchObject({ tried: 3, same: 1, differs: 1, fails: 0, mended: 1 });
    expect(other.examples.map(({ outcome, ticketId }) => [outcome, ticketId]).sort()).toEqual([
      ['differs', 'T-3'],
      ['mended', null],
    ]);
    expect(await desk.seed.rows('select count(*) as n, max(version) as v from rejection')).toEqual(before);
  });

  it('that takes for ever is tried for no longer than there is time, and says so', async () => {
    await post(Array.from({ length: 40 }, (_, n) => ({ id: 100 + n, subject: `${'a'.repeat(40)}!` })));
    const began = performance.now();
    const { complete, tried: count, fails } = await tried('{ "n": $contains(subject, /^(a+)+$/) }');
    expect([complete, count < 43, fails]).toEqual([false, true, count]);
    // As long as there is time for, and for what was in hand.
    expect(performance.now() - began).toBeLessThan(3 * limits.mappingTriedTime);
  });

  it('is refused where it is none, and where it is longer than it can be', async () => {
    const update = (mapping: string) => desk.named.update(desk.asker(), { key: 'alerts', version: 1, mapping });
    expect(await update('{ "title": ')).toMatchObject({
      error: { code: 'invalid', message: expect.stringMatching(/^mapping: /) },
    });
  });

  it('that is mended makes tickets of the letters that it could not read', async () => {
    const [row] = await desk.seed.rows<{ payload: Buffer }>(
      `select payload from dead_letter where source = 'alerts' order by id limit 1`,
    );
    const kept = { source: 'alerts', payload: row?.payload ?? Buffer.alloc(0), headers: {} };
    expect(await desk.rereader.read([kept])).toMatchObject([{ ok: false }]);
    await desk.change('alerts', { mapping: mappingTo('subject ? subject : "Without a subject"') });
    expect(await desk.rereader.read([kept, { ...kept, source: 'http' }])).toMatchObject([
      { ok: true, event: { eventId: '2', title: 'Without a subject' } },
      { ok: false, error: expect.stringMatching(/^eventId: /) },
    ]);
  });

  it('that loops makes its own events dead letters, and other sources take theirs meanwhile', async () => {
    const loop = await desk.make({
      ...{ key: 'looping', name: 'Looping', place: { kind: 'http' } },
      mapping: '{ "n": $contains(subject, /^(a+)+$/) }',
    });
    const plain = await desk.make({
      key: 'plain',
      name: 'Plain',
      place: { kind: 'http' },
      mapping: mappingTo('subject'),
    });
    const slow = post(
      Array.from({ length: 10 }, (_, n) => ({ id: n, subject: `${'a'.repeat(40)}!` })),
      'looping',
      loop.secret ?? '',
    );
    expect(await post({ id: 1, subject: 'Refund' }, 'plain', plain.secret ?? '')).toMatchObject([
      { outcome: 'created' },
    ]);
    expect(new Set((await slow).map(({ error }) => error))).toEqual(
      new Set([`mapping: takes more than ${limits.mappingTimeMost} ms`]),
    );
  });
});
