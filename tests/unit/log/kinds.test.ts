import { describe, expect, it } from 'vitest';
import { fromBus, toBus } from '../../../server/engine/delivery/bus-message.ts';
import { readChanges } from '../../../server/engine/log/changes.ts';
import { type LogKind, LogKinds } from '../../../server/engine/log/kinds.ts';
import { payloadOf } from '../../../server/engine/log/payload.ts';
import type { Database } from '../../../server/engine/store/database.ts';
import { conversationLog } from '../../../server/messages/index.ts';
import { feedLog } from '../../../server/tickets/index.ts';

/** A kind that nothing else knows of. */
const diary: LogKind = {
  ...{ name: 'diary', prefix: 'diary:', roomPrefix: 'diary-of:', channel: 'diaries', event: 'notice', field: 'pages' },
  subject: (id) => `"of":"${id}",`,
  heardBy: ({ id }) => [id],
  read: async (_, after) => [...after].map(([id, version]) => batchOf(id, version)),
  moved: 'select',
};

const batchOf = (id: string, after: number) => ({
  ...{ log: `diary:${id}`, after, version: after + 1, entries: [{ id: 'page', version: after + 1, text: 'a\nb' }] },
});

const kinds = new LogKinds([conversationLog, feedLog, diary]);
const room = '0197c2a4-6d7e-7c3a-8a1b-111111111111';
const database = {} as Database;

describe('a kind of log that is on the list', () => {
  it('has its own rooms, hearers and heads, and nobody else’s', () => {
    expect(kinds.roomOf('diary:ada')).toBe('diary-of:ada');
    expect(kinds.logIn('diary-of:ada')).toBe('diary:ada');
    expect(kinds.roomOf(room)).toBe(`conversation:${room}`);
    expect(kinds.logIn(`conversation:${room}`)).toBe(room);
    expect(kinds.logIn('watchers:ada')).toBeUndefined();
    expect(kinds.logIn(room), 'the room of a person').toBeUndefined();
    expect(kinds.heardBy({ id: 'ada', role: 'member' })).toEqual(['diary:ada']);
    expect(kinds.headOf('diary:ada', 4)).toEqual({
      event: 'notice',
      payload: { of: 'ada', after: 4, version: 4, pages: [] },
    });
    expect(kinds.headOf(room, 4)).toEqual({ event: 'head', payload: { conversationId: room, version: 4 } });
  });

  it('is read by its own noun, by ids, together with all others', async () => {
    expect(await readChanges(kinds, database, new Map([['diary:ada', 2]]))).toEqual([batchOf('ada', 2)]);
  });

  it('is not believed over the bus where what should be its entries is none', () => {
    for (const pages of [
      '[{"version":3}]',
      '[{"id":"page"}]',
      '[{"id":"page","version":0}]',
      '[7]',
      '[null]',
      '{}',
      'null',
    ]) {
      const [batch] = fromBus(kinds, `diary:ada 2 3 {"of":"ada","after":2,"version":3,"pages":${pages}}`, () => true);
      expect(() => batch?.entries, pages).toThrow();
    }
  });

  it('comes over the bus as it was sent, with the payload that its sockets get', () => {
    const sent = batchOf('ada', 2);
    const received = fromBus(kinds, toBus(kinds, [sent]), () => true);
    expect(received.map(({ log, after, version, entries }) => ({ log, after, version, entries }))).toEqual([
      batchOf('ada', 2),
    ]);
    expect(received.map((batch) => payloadOf(kinds, batch))).toEqual([payloadOf(kinds, sent)]);
    expect(JSON.parse(payloadOf(kinds, sent).json)).toEqual({
      of: 'ada',
      after: 2,
      version: 3,
      pages: [{ id: 'page', version: 3, text: 'a\nb' }],
    });
  });
});

describe('what no kind is called', () => {
  it('is an error, and not a conversation', () => {
    expect(() => kinds.of('nothing:ada')).toThrow('no kind of log is called so: nothing:ada');
    expect(() => fromBus(kinds, 'nothing:ada 0 1 {}', () => true)).toThrow('no kind of log');
  });

  it('cannot be two kinds', () => {
    expect(() => new LogKinds([conversationLog, { ...diary, prefix: '' }])).toThrow('same names');
  });
});
