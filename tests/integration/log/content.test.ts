import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Content } from '../../../server/messages/content.ts';
import { ada, bob, commit, commitOne, prepareWriters, room, seed, sent, toSend } from './writers.ts';

prepareWriters();

const stored = async (id: string): Promise<{ content: Content | null; thread_id: string | null; body: string }> => {
  const [row] = await seed.rows<{ content: Content | null; thread_id: string | null; body: string }>(
    'select content, thread_id, body from message where id = $1',
    [id],
  );
  if (!row) throw new Error('the message is not stored');
  return row;
};

const content = { attachments: [{ name: '收据 "1".pdf', size: 12 }], card: { fields: ['a\\b\n', null] } };

describe('what a message holds besides its text', () => {
  it('is stored as it is, and null for one that is only text, in one batch', async () => {
    const [plain, full] = await commit([toSend(), toSend({ content })]);
    expect(await stored(plain?.ok ? plain.data.id : '')).toMatchObject({ content: null, thread_id: null });
    expect(await stored(full?.ok ? full.data.id : '')).toMatchObject({ content });
  });

  it('is stored, too, where something in the batch must be judged', async () => {
    const known = toSend();
    await commitOne(known);
    const root = await sent();
    const [, full] = await commit([known, toSend({ content, threadId: root.id })]);
    expect(await stored(full?.ok ? full.data.id : '')).toMatchObject({ content, thread_id: root.id });
  });

  it('stays when only the text is edited, changes by itself, and goes with the message', async () => {
    const { id } = await sent({ content, body: 'One' });
    const change = async (kind: string, body: string | null, next: Content | null) =>
      (
        await seed.rows<{ outcome: string }>('select outcome from change_message($1, $2, $3, $4, null, null, $5)', [
          ada.id,
          id,
          kind,
          body,
          next === null ? null : JSON.stringify(next),
        ])
      )[0]?.outcome;
    expect(await change('edit', 'Two', null)).toBe('changed');
    expect(await stored(id)).toMatchObject({ body: 'Two', content });
    expect(await change('edit', 'Two', { card: 1 })).toBe('changed');
    expect(await change('edit', 'Two', { card: 1 })).toBe('unchanged');
    expect(await stored(id)).toMatchObject({ body: 'Two', content: { card: 1 } });
    await change('delete', null, null);
    expect(await stored(id)).toMatchObject({ body: '', content: null });
  });
});

describe('the thread of a message', () => {
  it('hangs on a message of the same conversation; with another one it is refused, and nothing is stored', async () => {
    const root = await sent();
    const reply = await sent({ threadId: root.id });
    expect((await stored(reply.id)).thread_id).toBe(root.id);
    const elsewhere = await sent({ conversationId: await seed.room([ada, bob]) });
    for (const threadId of [elsewhere.id, randomUUID()])
      expect(await commitOne(toSend({ threadId }))).toEqual({
        ok: false,
        error: { code: 'not_found', message: 'threadId: not found' },
      });
    expect(await seed.rows('select from message where conversation_id = $1', [room])).toHaveLength(2);
  });
});
