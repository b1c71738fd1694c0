import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Message } from '../../../protocol/index.ts';
import {
  ada,
  bob,
  codes,
  commit,
  commitOne,
  forgetPublished,
  headOf,
  prepareWriters,
  published,
  room,
  seed,
  sent,
  seqsIn,
  toSend,
} from './writers.ts';

prepareWriters();

describe('a send', () => {
  it('is answered with the message as everybody will read it', async () => {
    const send = toSend({ body: '你好 👋' });
    const message = await commitOne(send);
    const stored = await seed.rows('select id, created_at from message where client_id = $1', [send.clientId]);
    expect(message).toEqual({
      ok: true,
      data: {
        ...{ id: stored[0]?.id, conversationId: room, seq: 1, version: 1, authorId: ada.id, clientId: send.clientId },
        ...{ body: '你好 👋', replyToId: null, attachments: [], reactions: [] },
        ...{ createdAt: stored[0]?.created_at.toISOString(), editedAt: null, deletedAt: null },
      },
    });
  });

  it('to a conversation that does not exist is answered exactly like one to a conversation of others', async () => {
    const others = await seed.room([bob]);
    const [unknown, foreign] = await commit([
      toSend({ conversationId: randomUUID() }),
      toSend({ conversationId: others }),
    ]);
    expect(unknown).toEqual({ ok: false, error: { code: 'not_found', message: 'not found' } });
    expect(foreign).toEqual(unknown);
    expect(await seqsIn(others)).toEqual([]);
  });

  it('to an archived room is a conflict, and numbers nothing', async () => {
    const archived = await seed.room([ada], { archived: true });
    expect(codes(await commit([toSend({ conversationId: archived })]))).toEqual(['conflict']);
    expect(await headOf(archived)).toEqual([0, 0]);
  });

  it('that answers a message of the same conversation keeps the reference', async () => {
    const first = await sent();
    expect((await sent({ replyToId: first.id })).replyToId).toBe(first.id);
  });

  it('that answers a message of another conversation is refused and names the field', async () => {
    const elsewhere = await sent({ conversationId: await seed.room([ada]) });
    const result = await commitOne(toSend({ replyToId: elsewhere.id }));
    expect(result).toEqual({ ok: false, error: { code: 'not_found', message: 'replyToId: not found' } });
    expect(await seqsIn(room)).toEqual([]);
  });

  it('that names a member is a mention for that member, and for nobody else', async () => {
    const stranger = await seed.person('Stranger');
    const body = `<@${bob.id}> <@${bob.id}> <@${stranger.id}> <@${ada.id}> <@nobody>`;
    const message = await sent({ body });
    const mentions = await seed.rows('select user_id, seq from mention where conversation_id = $1', [room]);
    expect(mentions).toEqual([{ user_id: bob.id, seq: String(message.seq) }]);
  });
});

describe('a repeated send', () => {
  it('yields the same acknowledgement, through the same writer and through another', async () => {
    const send = toSend();
    const first = await commitOne(send);
    expect(await commitOne(send)).toEqual(first);
    expect(await commitOne(send, 1)).toEqual(first);
    expect(await seqsIn(room)).toEqual([1]);
  });

  it('yields one message when all repeats come at the same moment', async () => {
    const send = toSend();
    const results = await Promise.all([0, 1, 0, 1, 0, 1].map((writer) => commitOne(send, writer)));
    expect(new Set(results.map((result) => JSON.stringify(result))).size).toBe(1);
    expect(await seqsIn(room)).toEqual([1]);
  });

  it('within one batch is one message, and the sends after it leave no hole', async () => {
    const send = toSend();
    expect(codes(await commit([send, send, toSend(), send]))).toEqual([1, 1, 2, 1]);
    expect(await headOf(room)).toEqual([2, 2]);
  });

  it('with another body keeps the body that was first', async () => {
    const send = toSend({ body: 'first' });
    await commitOne(send);
    const again = await commitOne({ ...send, body: 'second' }, 1);
    expect(again.ok && again.data.body).toBe('first');
    const [one, other] = await commit([toSend({ clientId: send.clientId, body: 'third' }), toSend({ body: 'own' })]);
    expect(one?.ok && one.data.body).toBe('first');
    expect(other?.ok && other.data.body).toBe('own');
  });

  it('with two bodies in one batch keeps the first of them', async () => {
    const send = toSend({ body: 'first' });
    const results = await commit([send, { ...send, body: 'second' }]);
    expect(results.map((result) => result.ok && result.data.body)).toEqual(['first', 'first']);
  });

  it('in another conversation is a conflict, also within one batch', async () => {
    const other = await seed.room([ada]);
    const send = toSend();
    await commitOne(send);
    const result = await commitOne({ ...send, conversationId: other });
    expect(result).toEqual({
      ok: false,
      error: {
        code: 'conflict',
        message: 'clientId: was used in another conversation',
        data: { reason: 'client_id_used' },
      },
    });
    const fresh = toSend();
    expect(codes(await commit([fresh, { ...fresh, conversationId: other }]))).toEqual([2, 'conflict']);
    expect(await headOf(other)).toEqual([0, 0]);
  });

  it('is stored although another send of the same batch names it in a conversation that refuses it', async () => {
    const send = toSend();
    expect(codes(await commit([{ ...send, conversationId: randomUUID() }, send]))).toEqual(['conflict', 1]);
  });

  it('is created once when the first attempt of the same batch was refused for its reply', async () => {
    const send = toSend();
    const [refused, stored] = await commit([{ ...send, replyToId: randomUUID() }, send]);
    expect(stored).toMatchObject({ ok: true, data: { seq: 1, replyToId: null } });
    expect(refused, 'the message is there: that is the answer').toEqual(stored);
    expect(published.map(({ entries }) => entries.length)).toEqual([1]);
  });

  it('is answered like the first time to somebody who has left since', async () => {
    const leaver = await seed.person('Leaver');
    await seed.join(room, [leaver]);
    const send = toSend({ authorId: leaver.id });
    const first = await commitOne(send);
    await seed.rows('delete from member where user_id = $1', [leaver.id]);
    expect(await commitOne(send)).toEqual(first);
    expect(codes(await commit([toSend({ authorId: leaver.id })]))).toEqual(['not_found']);
  });

  it('by two people with the same clientId is two messages', async () => {
    const send = toSend();
    expect(codes(await commit([send, { ...send, authorId: bob.id }]))).toEqual([1, 2]);
  });
});

describe('a batch', () => {
  it('is published once per conversation, contiguous, with what is new and nothing else', async () => {
    const other = await seed.room([ada]);
    const known = await sent({ body: 'known' });
    forgetPublished();
    const repeat = toSend({ clientId: known.clientId });
    const elsewhere = toSend({ conversationId: other });
    await commit([toSend(), repeat, elsewhere, toSend(), toSend({ conversationId: randomUUID() })]);
    const shape = published.map(({ log, after, version, entries }) => ({
      log,
      after,
      version,
      seqs: entries.map((entry) => (entry as Message).seq),
    }));
    expect(new Map(shape.map((batch) => [batch.log, batch]))).toEqual(
      new Map([
        [room, { log: room, after: 1, version: 3, seqs: [2, 3] }],
        [other, { log: other, after: 0, version: 1, seqs: [1] }],
      ]),
    );
  });

  it('with a row that PostgreSQL refuses stores all the others, in order', async () => {
    // The contract lets no NUL through; should one come this far, its neighbours must not suffer.
    const sends = Array.from({ length: 9 }, (_, index) => toSend({ body: index === 4 ? 'a\u0000b' : `${index}` }));
    expect(codes(await commit(sends))).toEqual([1, 2, 3, 4, 'internal', 5, 6, 7, 8]);
    const bodies = await seed.rows<{ body: string }>(
      'select body from message where conversation_id = $1 order by seq',
      [room],
    );
    expect(bodies.map(({ body }) => body).join('')).toBe('01235678');
  });
});
