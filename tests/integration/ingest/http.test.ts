import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { IngestData, limits } from '../../../protocol/index.ts';
import { createTicketIngest, type TicketIngest } from '../../../server/ingest/http.ts';
import { Intake } from '../../../server/ingest/intake.ts';
import { sign } from '../../../server/ingest/signature.ts';
import { openDatabase } from '../../../server/store/database.ts';
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
});

describe('a request is refused', () => {
  it('without a signature, or with one of another body', async () => {
    const body = Buffer.from(JSON.stringify(sampleEvent()));
    expect(await codeOf(ingest({ headers: {}, body }))).toEqual([401, 'unauthenticated']);
    const headers = sign(secret, Buffer.from('{}'));
    expect(await codeOf(ingest({ headers, body }))).toEqual([401, 'unauthenticated']);
    expect(await bench.stored()).toEqual([]);
  });

  it('when its body is not JSON, or more than the contract allows', async () => {
    expect(await codeOf(send(Buffer.from('{')))).toEqual([400, 'invalid']);
    expect(await codeOf(send(Buffer.from([0xff])))).toEqual([400, 'invalid']);
    expect(await codeOf(send(Array.from({ length: limits.ingestBatch + 1 }, () => 1)))).toEqual([413, 'too_large']);
    expect(await codeOf(send(Buffer.alloc(limits.requestBytes + 1)))).toEqual([413, 'too_large']);
    expect(await bench.deadLetters()).toEqual([]);
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
