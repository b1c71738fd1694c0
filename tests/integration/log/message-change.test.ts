import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Person } from '../../support/seed.ts';
import {
  ada,
  bob,
  changesAfter,
  data,
  forgetPublished,
  prepareServices,
  published,
  refusal,
  room,
  seed,
  send,
  service,
} from './services.ts';

prepareServices();

describe('a change of a message', () => {
  it('by an edit moves its version and never its seq', async () => {
    const message = await send('Helo');
    await send('next');
    const edited = data(await service().edit(ada.id, { messageId: message.id, body: 'Hello' }));
    expect(edited).toMatchObject({ id: message.id, seq: 1, version: 3, body: 'Hello' });
    expect(edited.editedAt).not.toBeNull();
    expect(await changesAfter(2)).toEqual({ messages: [edited], version: 3, complete: true });
  });

  it('by deletion leaves a tombstone in its place, without body and reactions', async () => {
    const message = await send(`secret for <@${bob.id}>`);
    data(await service().react(bob.id, { messageId: message.id, emoji: '👍', on: true }));
    const deleted = data(await service().delete(ada.id, { messageId: message.id }));
    expect(deleted).toMatchObject({ seq: 1, version: 3, body: '', reactions: [] });
    expect(deleted.deletedAt).not.toBeNull();
    expect((await changesAfter(0)).messages).toEqual([deleted]);
    expect(await seed.rows('select 1 from mention where conversation_id = $1', [room])).toEqual([]);
  });

  it('by reactions of several people is one version each, and the last one out takes the emoji along', async () => {
    const { id: messageId } = await send();
    const react = async (person: Person, emoji: string, on: boolean) =>
      data(await service().react(person.id, { messageId, emoji, on }));
    await react(ada, '👍', true);
    await react(bob, '👍', true);
    const both = await react(bob, '__proto__', true);
    expect(both.reactions).toEqual(
      expect.arrayContaining([
        { emoji: '👍', userIds: [ada.id, bob.id] },
        { emoji: '__proto__', userIds: [bob.id] },
      ]),
    );
    await react(ada, '👍', false);
    const last = await react(bob, '👍', false);
    expect(last).toMatchObject({ seq: 1, version: 6, reactions: [{ emoji: '__proto__', userIds: [bob.id] }] });
  });

  it('by many people at the same moment loses none of them', async () => {
    const { id: messageId } = await send();
    const crowd = await Promise.all(Array.from({ length: 24 }, (_, n) => seed.person(`Person ${n}`)));
    await seed.join(room, crowd);
    await Promise.all(
      crowd.map(async ({ id }, n) => data(await service(n % 2).react(id, { messageId, emoji: '🎉', on: true }))),
    );
    const { messages, version } = await changesAfter(0);
    expect(version).toBe(1 + crowd.length);
    expect(messages[0]?.reactions[0]?.userIds.toSorted()).toEqual(crowd.map(({ id }) => id).toSorted());
  });

  it('that changes nothing costs no version and tells nobody', async () => {
    const message = await send('same');
    data(await service().react(ada.id, { messageId: message.id, emoji: '👍', on: true }));
    forgetPublished();
    data(await service().edit(ada.id, { messageId: message.id, body: 'same' }));
    data(await service().react(ada.id, { messageId: message.id, emoji: '👍', on: true }));
    const again = data(await service().react(bob.id, { messageId: message.id, emoji: '🎉', on: false }));
    expect(again.version).toBe(2);
    expect(published).toEqual([]);
    const deleted = data(await service().delete(ada.id, { messageId: message.id }));
    expect(data(await service().delete(ada.id, { messageId: message.id }))).toEqual(deleted);
  });

  it('is published as the one version that it is', async () => {
    const message = await send();
    forgetPublished();
    const edited = data(await service().edit(ada.id, { messageId: message.id, body: 'Changed' }));
    expect(published).toEqual([{ log: room, after: 1, version: 2, entries: [edited] }]);
  });

  it('is refused to whoever did not write it, and does not exist for whoever is not a member', async () => {
    const { id: messageId } = await send('mine');
    const stranger = await seed.person('Stranger');
    const nowhere = await service().edit(stranger.id, { messageId: randomUUID(), body: 'x' });
    for (const [person, answer] of [
      [bob, 'forbidden'],
      [stranger, 'not_found'],
    ] as const) {
      expect(refusal(await service().edit(person.id, { messageId, body: 'yours' }))).toBe(answer);
      expect(refusal(await service().delete(person.id, { messageId }))).toBe(answer);
    }
    expect(await service().edit(stranger.id, { messageId, body: 'x' })).toEqual(nowhere);
    expect(refusal(await service().react(stranger.id, { messageId, emoji: '👍', on: true }))).toBe('not_found');
    expect(await changesAfter(0)).toMatchObject({ version: 1, messages: [{ body: 'mine', version: 1 }] });
  });

  it('of a deleted message or in an archived room is a conflict', async () => {
    const [deleted, kept] = [await send(), await send()];
    await service().delete(ada.id, { messageId: deleted.id });
    expect(refusal(await service().edit(ada.id, { messageId: deleted.id, body: 'x' }))).toBe('conflict');
    expect(refusal(await service().react(bob.id, { messageId: deleted.id, emoji: '👍', on: true }))).toBe('conflict');
    await seed.rows('update conversation set archived_at = now() where id = $1', [room]);
    expect(refusal(await service().edit(ada.id, { messageId: kept.id, body: 'x' }))).toBe('conflict');
    expect(await changesAfter(3)).toEqual({ messages: [], version: 3, complete: true });
  });
});
