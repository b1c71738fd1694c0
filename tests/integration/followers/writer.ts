import { randomUUID } from 'node:crypto';
import type { Random } from '../../../scripts/installation/random.ts';
import { ada, data, room, seed, service } from '../log/services.ts';

const words = ['invoice', 'rejected', '退款', '请看一下', 'https://example.com/a', 'running', 'ランチ', '안녕하세요'];

/** Somebody who sends, edits, deletes and reacts at random, and adds deeds; some of it is taken back. */
export const createWriter = (random: Random): (() => Promise<void>) => {
  const sent: string[] = [];
  const text = () => Array.from({ length: 1 + random.below(4) }, () => random.pick(words)).join(' ');
  const send = async () => {
    const message = { conversationId: room, clientId: randomUUID(), body: text() };
    sent.push(data(await service().send(ada.id, message)).id);
  };
  const takeBack = async () => {
    const client = await seed.pool.connect();
    await client.query('begin; insert into deed default values; rollback');
    client.release();
  };
  return async () => {
    if (sent.length < 3) return send();
    const messageId = random.pick(sent);
    const choice = random.below(10);
    // What was deleted is neither edited nor reacted to: then nothing happens.
    if (choice < 4) await send();
    else if (choice < 6) await service().edit(ada.id, { messageId, body: text() });
    else if (choice < 7) await service().delete(ada.id, { messageId });
    else if (choice < 8) await service().react(ada.id, { messageId, emoji: '👍', on: random.chance(0.5) });
    else if (choice < 9)
      await seed.rows('insert into deed select from generate_series(1, $1::int)', [1 + random.below(3)]);
    else await takeBack();
  };
};
