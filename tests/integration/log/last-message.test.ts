import { describe, expect, it } from 'vitest';
import { limits } from '../../../protocol/index.ts';
import { ConversationView } from '../../../server/rooms/conversation-view.ts';
import { ada, bob, data, database, prepareServices, refusal, room, seed, send, service } from './services.ts';

prepareServices();

const lastFor = async (personId: string) => (await new ConversationView(database()).one(personId, room))?.last;

describe('the last message of a conversation', () => {
  it('is told to its members with the beginning of its text, and nobody has written before there is one', async () => {
    expect(await lastFor(bob.id)).toBeNull();
    await send('first');
    const { seq, createdAt } = await send(`${'x'.repeat(limits.previewText - 1)}😀 and more`);
    const last = await lastFor(bob.id);
    expect(last).toMatchObject({ seq, authorId: ada.id, at: createdAt, deleted: false });
    expect(last?.text.length).toBeLessThanOrEqual(limits.previewText);
    expect(last?.text).toMatch(/^x{199}/);
    expect(last?.text.isWellFormed()).toBe(true);
  });

  it('is a tombstone without text when it was deleted', async () => {
    const { id } = await send('not meant so');
    data(await service().delete(ada.id, { messageId: id }));
    expect(await lastFor(bob.id)).toMatchObject({ text: '', deleted: true });
  });
});

describe('one message by its id', () => {
  it('is told to members as it is now, and to nobody else', async () => {
    const { id } = await send('quoted');
    data(await service().edit(ada.id, { messageId: id, body: 'quoted, and edited' }));
    const found = data(await service().locate(bob.id, { conversationId: room, messageId: id }));
    expect(found).toMatchObject({ id, seq: 1, body: 'quoted, and edited' });
    const stranger = await seed.person('Stranger');
    expect(refusal(await service().locate(stranger.id, { conversationId: room, messageId: id }))).toBe('not_found');
  });

  it('is not told by way of another conversation', async () => {
    const { id } = await send('elsewhere');
    const other = await seed.room([ada, bob]);
    expect(refusal(await service().locate(bob.id, { conversationId: other, messageId: id }))).toBe('not_found');
  });
});
