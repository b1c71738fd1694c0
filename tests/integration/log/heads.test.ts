import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createEpochReader, readHeads } from '../../../server/engine/log/heads.ts';
import { logKinds } from '../../../server/log-kinds.ts';
import { ticketLog } from '../../../server/tickets/ticket-log.ts';
import { ada, database, prepareServices, room, seed, send, service } from './services.ts';

prepareServices();

describe('the heads of logs', () => {
  it('are read for logs of any kind at once, and are 0 where nothing was ever written', async () => {
    const { id } = await send();
    await send();
    await service().react(ada.id, { messageId: id, emoji: '👍', on: true });
    const empty = await seed.room([ada]);
    const unknown = randomUUID();
    expect(await readHeads(logKinds, database(), [room, empty, ticketLog, unknown])).toEqual(
      new Map([
        [room, 3],
        [empty, 0],
        [ticketLog, 0],
        [unknown, 0],
      ]),
    );
  });

  it('move without the row of the conversation being written again', async () => {
    const written = async () =>
      (await seed.rows('select xmin::text, ctid::text from conversation where id = $1', [room]))[0];
    const before = await written();
    const { id } = await send();
    await service().edit(ada.id, { messageId: id, body: 'Another' });
    expect(await written()).toEqual(before);
  });

  it('belong to an epoch, which stays while nobody replaces it', async () => {
    const readEpoch = createEpochReader(database());
    const [first, same] = await Promise.all([readEpoch(), readEpoch()]);
    expect(first).toMatch(/^[0-9a-f]{8}-/);
    expect(same).toBe(first);
    await seed.rows('update installation set epoch = gen_random_uuid()');
    expect(await readEpoch()).not.toBe(first);
  });
});

describe('the row of a log', () => {
  it('comes, is sealed and goes with its conversation, whoever writes that', async () => {
    const id = randomUUID();
    const row = async () => (await seed.rows('select kind, sealed from log where id = $1', [id]))[0];
    await seed.rows(`insert into conversation (id, kind, archived_at) values ($1, 'room', now())`, [id]);
    expect(await row()).toEqual({ kind: 'conversation', sealed: true });
    await seed.rows('update conversation set archived_at = null where id = $1', [id]);
    expect(await row()).toEqual({ kind: 'conversation', sealed: false });
    await seed.rows('delete from conversation where id = $1', [id]);
    expect(await row()).toBeUndefined();
  });
});
