import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { IngestData, limits } from '../../../protocol/index.ts';
import { openDatabase } from '../../../server/engine/store/database.ts';
import { createTicketIngest, type TicketIngest } from '../../../server/sources/http.ts';
import { Intake } from '../../../server/sources/intake.ts';
import { sign } from '../../../server/sources/signature.ts';
import { openWorkbench, sampleEvent, type Workbench } from './workbench.ts';

const secret = 'x'.repeat(32);
let bench: Workbench;
let ingest: TicketIngest;

beforeAll(async () => {
  bench = await openWorkbench();
  ingest = createTicketIngest({ secret, intake: bench.intake });
});
beforeEach(async () => {
  await bench.database.pool.query('truncate rejection, dead_letter');
});
afterAll(async () => {
  await bench?.close();
});

const send = (value: unknown, headers: Record<string, string> = {}) => {
  const body = Buffer.isBuffer(value) ? value : Buffer.from(JSON.stringify(value));
  return ingest({ headers: { ...sign(secret, body), ...headers }, body });
};
const outcomesOf = async (answer: ReturnType<typeof send>) => {
  const { body } = await answer;
  return body.ok ? body.data.results.map(({ outcome }) => outcome) : body.error.message;
};
const codeOf = async (answer: ReturnType<typeof send>) => {
  const { status, body } = await answer;
  return [status, body.ok ? null : body.error.code];
};

describe('a signed request', () => {
  it('with one event, or with many, is answered with an outcome for each', async () => {
    const [one, other] = [sampleEvent(), sampleEvent()];
    const single = await send(one);
    expect(single).toEqual({
      status: 200,
      body: { ok: true, data: { results: [{ outcome: 'created', eventId: one.eventId }] } },
    });
    const many = await send([one, 7, other]);
    if (!many.body.ok) throw new Error(many.body.error.message);
    expect(IngestData.parse(many.body.data).results).toEqual([
      { outcome: 'repeated', eventId: one.eventId },
      { outcome: 'dead_letter', eventId: null, error: expect.stringMatching(/^the event: /) },
      { outcome: 'created', eventId: other.eventId },
    ]);
    expect((await bench.stored()).map((row) => row.source)).toEqual(['http', 'http']);
  });

  it('sent again after a lost answer stores nothing twice', async () => {
    const request = [sampleEvent(), { broken: true }];
    await send(request);
    await send(request);
    expect(await bench.stored()).toHaveLength(1);
    expect(await bench.deadLetters()).toHaveLength(1);
  });

  it('may be a CloudEvent, with its envelope in the body or in the headers', async () => {
    const { eventId: _, ...data } = sampleEvent();
    const attributes = { specversion: '1.0', id: '1', source: '/desk', type: 'ticket.rejected' };
    await send({ ...attributes, data });
    await send(data, { 'ce-specversion': '1.0', 'ce-id': '2', 'ce-source': '/desk', 'ce-type': 'ticket.rejected' });
    expect((await bench.stored()).map((row) => row.event_id)).toEqual(['/desk/1', '/desk/2']);
  });

  it('may say in its headers what a header cannot hold, as CloudEvents writes it', async () => {
    const { eventId: _, ...data } = sampleEvent();
    const headers = { 'ce-source': '/%E5%AE%A2%E6%9C%8D', 'ce-id': '"a \\"b\\" %22"', 'ce-share': '100%' };
    await send(data, { ...headers, 'ce-specversion': '1.0', 'ce-type': 'ticket.rejected' });
    expect(bench.published.at(-1)).toMatchObject({ eventId: '/客服/a "b" "', attributes: { ce_share: '100%' } });
  });
});

describe('an event that cannot be stored', () => {
  // JSON of this depth ends whatever recurses: JSON.stringify, a schema, PostgreSQL.
  it.each([4_400, 450_000])('because it is nested %i deep leaves the others alone', async (depth) => {
    const [one, other] = [sampleEvent(), sampleEvent()];
    const nested = `${'['.repeat(depth)}${']'.repeat(depth)}`;
    const deep = `{"eventId":"deep","more":${nested}}`;
    const body = Buffer.from(`[${JSON.stringify(one)},${deep},${JSON.stringify(other)}]`);
    const answer = await send(body);
    if (!answer.body.ok) throw new Error(answer.body.error.message);
    expect(answer.body.data.results.map(({ outcome, error }) => [outcome, error])).toEqual([
      ['created', undefined],
      ['dead_letter', expect.stringMatching(/^the event is /)],
      ['created', undefined],
    ]);
    expect((await bench.deadLetters()).map(({ payload }) => payload.toString())).toEqual([deep]);
    expect((await send(Buffer.from(nested))).status).toBe(200);
  });
});

describe('a body that is packed', () => {
  const events = [sampleEvent(), sampleEvent()];
  const plain = Buffer.from(JSON.stringify(events));

  it.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
    ['zstd', zstdCompressSync],
  ])('with %s is signed as it is sent, and read', async (encoding, pack) => {
    expect(await outcomesOf(send(pack(plain), { 'content-encoding': encoding }))).toEqual(['created', 'created']);
  });

  it('may not be larger than any other when it is unpacked', async () => {
    const bomb = gzipSync(Buffer.alloc(200 * limits.requestBytes, ' '));
    expect(bomb.length).toBeLessThan(limits.requestBytes);
    expect(await codeOf(send(bomb, { 'content-encoding': 'gzip' }))).toEqual([413, 'too_large']);
  });

  it('is refused when it is packed in another way, or in none that it says', async () => {
    const sent = async (body: string, headers: Record<string, string>) => codeOf(send(Buffer.from(body), headers));
    expect(await sent('[1]', { 'content-encoding': 'compress' })).toEqual([415, 'invalid']);
    expect(await sent('[2]', { 'content-encoding': 'gzip' })).toEqual([400, 'invalid']);
    expect(await sent('[3]', { 'content-type': 'application/json; charset=klingon' })).toEqual([415, 'invalid']);
    expect((await bench.deadLetters()).map(({ error }) => error)).toEqual([
      'content-encoding: is none of gzip, deflate, br, zstd',
      'content-encoding: the payload is not gzip',
      'content-type: an unknown charset',
    ]);
  });

  it('may be written in the charset that it names', async () => {
    const event = sampleEvent({ title: 'Größe' });
    const type = 'application/json; charset="iso-8859-1"';
    const body = Buffer.from(JSON.stringify(event), 'latin1');
    expect(await outcomesOf(send(body, { 'content-type': type }))).toEqual(['created']);
    expect(bench.published.at(-1)?.title).toBe('Größe');
  });
});

describe('a request is refused', () => {
  it('without a signature, or with one of another body', async () => {
    const body = Buffer.from(JSON.stringify(sampleEvent()));
    expect(await codeOf(ingest({ headers: {}, body }))).toEqual([401, 'unauthenticated']);
    const headers = sign(secret, Buffer.from('{}'));
    expect(await codeOf(ingest({ headers, body }))).toEqual([401, 'unauthenticated']);
    expect(await bench.stored()).toEqual([]);
  });

  it('when it is empty, or more than the contract allows', async () => {
    expect(await codeOf(send(Buffer.alloc(0)))).toEqual([400, 'invalid']);
    expect(await codeOf(send(Array.from({ length: limits.ingestBatch + 1 }, () => 1)))).toEqual([413, 'too_large']);
    expect(await codeOf(send(Buffer.alloc(limits.requestBytes + 1)))).toEqual([413, 'too_large']);
    expect(await bench.deadLetters()).toEqual([]);
  });

  it.each([
    ['{', 'the payload is not JSON'],
    ['[{"eventId":1},{]', 'the payload is not JSON'],
    ['[1,]', 'the payload is not JSON'],
    [Buffer.from([0xff]), 'the payload is not UTF-8'],
  ])('when nothing of it can be read, and leaves a trace: %j', async (body, error) => {
    const payload = Buffer.from(body);
    for (let n = 0; n < 2; n++)
      expect(await send(payload)).toEqual({
        status: 400,
        body: { ok: false, error: { code: 'invalid', message: `${error}; it was kept as a dead letter` } },
      });
    expect(await bench.deadLetters()).toMatchObject([{ source: 'http', payload, error }]);
    expect(await bench.stored()).toEqual([]);
  });

  it('as if the route did not exist while there is no secret', async () => {
    const closed = createTicketIngest({ secret: undefined, intake: bench.intake });
    expect(await codeOf(closed({ headers: {}, body: Buffer.from('{}') }))).toEqual([404, 'not_found']);
  });

  it('with the time to come back while the database is away', async () => {
    const database = openDatabase('postgresql://nobody:nothing@127.0.0.1:1/none', bench.log);
    const intake = new Intake({ ...bench, database, publish: () => {} });
    const body = Buffer.from(JSON.stringify(sampleEvent()));
    const answer = await createTicketIngest({ secret, intake })({ headers: sign(secret, body), body });
    expect(answer).toMatchObject({
      status: 503,
      body: { error: { code: 'unavailable', retryAfterMs: expect.any(Number) } },
    });
    await database.close();
  });
});
