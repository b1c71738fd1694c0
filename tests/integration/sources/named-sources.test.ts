import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { limits, SourceCreatePayload } from '../../../protocol/index.ts';
import { sign } from '../../../server/sources/signature.ts';
import { sampleEvent } from '../ingest/workbench.ts';
import { type Desk, dataOf, openDesk } from './desk.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk?.close());

const http = { kind: 'http' } as const;
const post = (key: string, secret: string, value: unknown) => {
  const body = Buffer.from(JSON.stringify(value));
  return desk.ingest(key, { headers: sign(secret, body), body });
};
const refusalOf = async (key: string, secret: string) => {
  const { status, body } = await post(key, secret, sampleEvent());
  return [status, body.ok ? null : body.error.code];
};
const codeOf = (result: { ok: boolean; error?: { code: string; data?: { reason?: string } } }) =>
  result.ok ? null : [result.error?.code, result.error?.data?.reason];

describe('a named source', () => {
  it('of HTTP takes what is signed with its own secret, which is shown once', async () => {
    const { source, secret } = await desk.make({ key: 'desk', name: 'Help desk', place: http });
    if (secret === null) throw new Error('no secret was made');
    expect(source).toMatchObject({ key: 'desk', name: 'Help desk', kind: 'http', hasSecret: true, problem: null });
    const event = sampleEvent();
    expect(await post('desk', secret, event)).toMatchObject({
      status: 200,
      body: { data: { results: [{ outcome: 'created', eventId: event.eventId }] } },
    });
    expect(await desk.stored('desk')).toMatchObject([{ event_id: event.eventId }]);
    expect(await refusalOf('desk', 'x'.repeat(64))).toEqual([401, 'unauthenticated']);
    expect(await refusalOf('nobody', secret)).toEqual([404, 'not_found']);
    expect(await refusalOf('../desk', secret)).toEqual([404, 'not_found']);
    expect(await refusalOf('constructor', secret)).toEqual([404, 'not_found']);
    expect(JSON.stringify(await desk.reading.list())).not.toContain(secret);
  });

  it('knows its events by themselves: the same id from two sources is two tickets', async () => {
    const [one, other] = [
      await desk.make({ key: 'north', name: 'North', place: http }),
      await desk.make({ key: 'south', name: 'South', place: http }),
    ];
    const event = sampleEvent();
    for (const { source, secret } of [one, other, one]) await post(source.key, secret ?? '', event);
    expect([await desk.stored('north'), await desk.stored('south')].map((rows) => rows.length)).toEqual([1, 1]);
  });

  it('accepts two secrets while one takes the place of the other, until the old one is ended', async () => {
    const { secret: old } = await desk.make({ key: 'rotating', name: 'Rotating', place: http });
    const rotate = (how: object) =>
      desk.named.rotate(desk.asker(), { key: 'rotating', keepOld: 60, endOld: false, ...how });
    const { secret: fresh, source } = dataOf(await rotate({}));
    expect(source.oldSecretUntil).not.toBeNull();
    for (const secret of [old, fresh]) expect(await refusalOf('rotating', secret ?? '')).toEqual([200, null]);
    expect(dataOf(await rotate({ endOld: true }))).toMatchObject({ secret: null, source: { oldSecretUntil: null } });
    expect(await refusalOf('rotating', old ?? '')).toEqual([401, 'unauthenticated']);
    expect(await refusalOf('rotating', fresh ?? '')).toEqual([200, null]);
  });

  it('that is paused asks senders to come again, and only those who can sign; ended it is not there', async () => {
    const { secret } = await desk.make({ key: 'resting', name: 'Resting', place: http, paused: true });
    const { status, body } = await post('resting', secret ?? '', sampleEvent());
    expect([status, body]).toMatchObject([503, { error: { code: 'unavailable', retryAfterMs: expect.any(Number) } }]);
    expect(await refusalOf('resting', 'x'.repeat(64))).toEqual([401, 'unauthenticated']);
    await desk.change('resting', { paused: false });
    expect(await refusalOf('resting', secret ?? '')).toEqual([200, null]);
    dataOf(await desk.named.end(desk.asker(), { key: 'resting' }));
    expect(await refusalOf('resting', secret ?? '')).toEqual([404, 'not_found']);
    expect(await desk.stored('resting')).toHaveLength(1);
    const names = dataOf(await desk.reading.names());
    expect(names.names).toContainEqual({ key: 'resting', name: 'Resting' });
  });

  it('is not changed by who has not seen what it is now', async () => {
    const { source } = await desk.make({ key: 'seen', name: 'Seen', place: http });
    const update = (patch: object) =>
      desk.named.update(desk.asker(), { key: 'seen', version: source.version, ...patch });
    expect((await update({ name: 'First' })).ok).toBe(true);
    expect(codeOf(await update({ name: 'Second' }))).toEqual(['conflict', 'changed']);
    expect(await desk.reading.one('seen')).toMatchObject({ name: 'First', version: source.version + 1 });
  });

  it('has a key that is never given again, and reads a place that no other one reads', async () => {
    const create = (terms: object) => desk.named.create(desk.asker(), SourceCreatePayload.parse(terms));
    const queue = { kind: 'rabbitmq', url: 'amqp://127.0.0.1:1', queue: 'mine' };
    expect(codeOf(await create({ key: 'resting', name: 'Again', place: http }))).toEqual(['conflict', 'key_taken']);
    expect((await create({ key: 'first', name: 'First', place: queue })).ok).toBe(true);
    expect(codeOf(await create({ key: 'second', name: 'Second', place: queue }))).toEqual(['conflict', 'place_taken']);
    dataOf(await desk.named.end(desk.asker(), { key: 'first' }));
    expect((await create({ key: 'second', name: 'Second', place: queue })).ok).toBe(true);
  });

  it.each(['kafka', 'sample', 'tickets', 'new', '../x', 'X', '1a', 'a'.repeat(41), 'ä', ''])(
    'cannot be called %j',
    (key) => {
      expect(SourceCreatePayload.safeParse({ key, name: 'Desk', place: http }).success).toBe(false);
    },
  );

  it('is made and changed by admins only, whatever else somebody may', async () => {
    const handler = desk.asker(await desk.seed.person('Hanna', 'handler'));
    const create = desk.named.create(
      handler,
      SourceCreatePayload.parse({ key: 'theirs', name: 'Theirs', place: http }),
    );
    expect(codeOf(await create)).toEqual(['forbidden', undefined]);
    const { version } = (await desk.reading.one('desk')) ?? { version: 0 };
    expect(codeOf(await desk.named.update(handler, { key: 'desk', version, name: 'Theirs' }))).toEqual([
      'forbidden',
      undefined,
    ]);
    const rotate = { key: 'desk', keepOld: 0, endOld: false };
    expect(codeOf(await desk.named.rotate(handler, rotate))).toEqual(['not_found', undefined]);
    expect(codeOf(await desk.named.end(handler, { key: 'desk' }))).toEqual(['not_found', undefined]);
  });

  it('has its secrets nowhere but encrypted in its row: not in the audit log, the log or an answer', async () => {
    const password = 'a password that is nowhere else';
    const asDesk = { mechanism: 'plain', user: 'desk' } as const;
    const kafka = { kind: 'kafka' as const, brokers: ['127.0.0.1:1'], topic: 't', ...asDesk };
    const made = await desk.make({ key: 'guarded', name: 'Guarded', place: kafka, secret: password });
    const { secret } = await desk.make({ key: 'signed', name: 'Signed', place: http });
    dataOf(
      await desk.named.rotate(desk.asker(), { key: 'guarded', secret: `${password} 2`, keepOld: 0, endOld: false }),
    );
    await desk.change('guarded', { place: { ...kafka, topic: 'u' } });
    const kept = await desk.seed.rows<{ all: string }>(
      `select string_agg(t.row, ' ') as all from (
         select s::text as row from source s union all select a::text from audit_entry a) t`,
    );
    const said = JSON.stringify([made.source, await desk.reading.list(), desk.lines(), kept]);
    for (const word of [password, secret ?? '', Buffer.from(password).toString('hex')])
      expect(said).not.toContain(word);
    expect(kept[0]?.all).toContain('source.rotate');
  });

  it('is one of so many: there is a bound', async () => {
    await desk.seed.rows(
      `insert into source (id, key, name, kind, created_by_id)
       select gen_random_uuid(), 'many-' || n, 'Many', 'http', gen_random_uuid() from generate_series(1, $1::int) n`,
      [limits.sources],
    );
    const one = SourceCreatePayload.parse({ key: 'one-more', name: 'One more', place: http });
    expect(codeOf(await desk.named.create(desk.asker(), one))).toEqual(['conflict', 'too_many_sources']);
    await desk.seed.rows(`delete from source where key like 'many-%'`);
  });
});
