import { randomUUID } from 'node:crypto';
import { connectClient } from '../support/live-client.ts';
import type { Account } from './accounts.ts';
import { addressOf } from './installation.ts';

const connect = (account: Account) => {
  const origin = addressOf('instance-1');
  return connectClient(origin, { cookie: account.cookie, origin });
};

/**
 * A direct conversation in which one of two people has written already, over the wire and so quickly.
 * @param read how many of the messages the other one has read
 * @param answers whether the last message answers the first
 * @returns the conversation's id
 */
export const directHistory = async (
  author: Account,
  reader: Account,
  { bodies, read = bodies.length, answers = false }: { bodies: readonly string[]; read?: number; answers?: boolean },
): Promise<string> => {
  const [writing, reading] = await Promise.all([connect(author), connect(reader)]);
  try {
    const { id } = await writing.get('conversation:create', { kind: 'direct', memberId: reader.id });
    let first: string | undefined;
    for (const [place, body] of bodies.entries()) {
      const answer = answers && first !== undefined && place === bodies.length - 1 ? { replyToId: first } : {};
      const sent = await writing.get('message:send', { conversationId: id, clientId: randomUUID(), body, ...answer });
      first ??= sent.id;
    }
    if (read > 0) await reading.get('read:mark', { conversationId: id, seq: read });
    return id;
  } finally {
    writing.close();
    reading.close();
  }
};
