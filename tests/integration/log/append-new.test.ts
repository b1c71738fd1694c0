import { randomUUID } from 'node:crypto';
import { validate, version } from 'uuid';
import { describe, expect, it } from 'vitest';
import { createLogger } from '../../../server/engine/ops/log.ts';
import { integerArray, textArray, uuidArray } from '../../../server/engine/store/binary-array.ts';
import { openDatabase } from '../../../server/engine/store/database.ts';
import { appendNew } from '../../../server/messages/append-new.ts';
import { ada, bob, headOf, prepareWriters, room, seed, sent, seqsIn, toSend } from './writers.ts';

prepareWriters();

const append = async (sends: ReturnType<typeof toSend>[]) => {
  const database = openDatabase(seed.databaseUrl, createLogger('silent', 'test'));
  try {
    return await appendNew(database, sends);
  } finally {
    await database.close();
  }
};

describe('a batch against which nothing speaks', () => {
  it('is stored in one go, numbered in the order given, whatever the order of its conversations', async () => {
    const [low = '', high = ''] = [room, await seed.room([ada, bob])].toSorted();
    // Against the order of the locks, into which they have to be brought.
    const sends = [high, low, high, low, high].map((conversationId, n) => toSend({ conversationId, body: `${n}` }));
    const committed = await append(sends);
    const places = committed?.results.map((result) => result.ok && [result.data.conversationId, result.data.seq]);
    expect(places).toEqual([
      [high, 1],
      [low, 1],
      [high, 2],
      [low, 2],
      [high, 3],
    ]);
    const stored = await seed.rows('select id, seq, version from message where conversation_id = $1 order by seq', [
      high,
    ]);
    const answered = committed?.results.flatMap((result) =>
      result.ok && result.data.conversationId === high
        ? [{ id: result.data.id, seq: `${result.data.seq}`, version: `${result.data.version}` }]
        : [],
    );
    expect(stored).toEqual(answered);
    expect(
      stored.every(({ id }) => validate(id) && version(id) === 7),
      'ids are UUIDv7',
    ).toBe(true);
    expect(await headOf(high)).toEqual([3, 3]);
  });

  it('continues what is there', async () => {
    await sent();
    const committed = await append([toSend(), toSend()]);
    expect(committed?.batches).toMatchObject([{ log: room, after: 1, version: 3 }]);
  });

  it('keeps what it answers and whom it names', async () => {
    const first = await sent();
    const committed = await append([toSend({ replyToId: first.id, body: `<@${bob.id}> yes` })]);
    expect(committed?.results).toMatchObject([{ ok: true, data: { replyToId: first.id } }]);
    expect(await seed.rows('select user_id, seq from mention where conversation_id = $1', [room])).toEqual([
      { user_id: bob.id, seq: '2' },
    ]);
  });
});

describe('a batch in which something must be judged is not stored, and leaves no trace', () => {
  const stranger = async () => toSend({ conversationId: await seed.room([bob]) });
  const archived = async () => toSend({ conversationId: await seed.room([ada], { archived: true }) });
  const repeat = async () => toSend({ clientId: (await sent()).clientId });
  const elsewhere = async () => sent({ conversationId: await seed.room([ada]) });

  it.each([
    ['a send to a conversation of others', stranger],
    ['a send to an archived room', archived],
    ['a send to a conversation that does not exist', async () => toSend({ conversationId: randomUUID() })],
    ['a repeat', repeat],
    ['an answer to a message of another conversation', async () => toSend({ replyToId: (await elsewhere()).id })],
    ['an answer to a message that does not exist', async () => toSend({ replyToId: randomUUID() })],
  ])('%s', async (_, make) => {
    const judged = await make();
    const before = [await seqsIn(room), await headOf(room), await headOf(judged.conversationId)];
    expect(await append([toSend(), judged, toSend({ body: `<@${bob.id}>` })])).toBeNull();
    expect([await seqsIn(room), await headOf(room), await headOf(judged.conversationId)]).toEqual(before);
    expect(await seed.rows('select seq from mention where conversation_id = $1', [room])).toEqual([]);
  });

  it('the same send twice', async () => {
    const send = toSend();
    expect(await append([send, send])).toBeNull();
    expect(await headOf(room)).toEqual([0, 0]);
  });
});

describe('an array in binary form', () => {
  it('is what PostgreSQL takes for the same array', async () => {
    const uuids = [randomUUID(), null, randomUUID()];
    const texts = ['', 'plain', 'quo"te, {brace} \\ back', '你好 👋', 'NULL'];
    const integers = [0, 1, -1, 2_147_483_647, -2_147_483_648];
    const rows = await seed.rows('select $1::uuid[] as uuids, $2::text[] as texts, $3::int[] as integers', [
      uuidArray(uuids),
      textArray(texts),
      integerArray(integers),
    ]);
    expect(rows).toEqual([{ uuids, texts, integers }]);
  });

  it('may be empty', async () => {
    const rows = await seed.rows('select cardinality($1::uuid[]) as uuids, cardinality($2::text[]) as texts', [
      uuidArray([]),
      textArray([]),
    ]);
    expect(rows).toEqual([{ uuids: 0, texts: 0 }]);
  });
});
