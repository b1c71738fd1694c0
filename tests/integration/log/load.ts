import { setTimeout as delay } from 'node:timers/promises';
import { GroupCommit } from '../../../server/engine/log/group-commit.ts';
import type { Appender } from '../../../server/messages/append.ts';
import type { Send } from '../../../server/messages/send.ts';

/** What each sender sends, in this order; all senders at once. */
export type Plan = { senders: Send[][] };

/** An acknowledged send: after how many attempts, and as which acknowledgement of this writer. */
export type Acknowledged = {
  authorId: string;
  conversationId: string;
  clientId: string;
  seq: number;
  attempts: number;
  position: number;
};

/** Sends of one sender that may be on their way at once. */
const window = 8;
const longestWait = 100;

/**
 * Sends all that is planned through one writer, as clients do: whatever may succeed later is sent again, unchanged,
 * until it is acknowledged.
 * @throws Error when a send is refused for good
 */
export const writeLoad = async (appender: Appender, { senders }: Plan): Promise<Acknowledged[]> => {
  const commits = new GroupCommit(appender, () => {});
  const acknowledged: Acknowledged[] = [];
  const sendUntilDone = async (send: Send) => {
    for (let attempts = 1; ; attempts += 1) {
      const result = await commits.append(send);
      if (result.ok) {
        const { authorId, conversationId, clientId } = send;
        acknowledged.push({
          authorId,
          conversationId,
          clientId,
          seq: result.data.seq,
          attempts,
          position: acknowledged.length,
        });
        return;
      }
      if (result.error.code !== 'unavailable') throw new Error(`refused: ${JSON.stringify(result.error)}`);
      await delay(Math.min(result.error.retryAfterMs ?? 0, longestWait));
    }
  };
  await Promise.all(
    senders.map(async (sends) => {
      for (let at = 0; at < sends.length; at += window)
        await Promise.all(sends.slice(at, at + window).map(sendUntilDone));
    }),
  );
  return acknowledged;
};
