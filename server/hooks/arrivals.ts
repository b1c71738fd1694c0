import { createHash, randomUUID } from 'node:crypto';
import type { Message, Result } from '../../protocol/index.ts';
import type { Database } from '../engine/store/database.ts';
import { createLookUp } from '../engine/store/look-up.ts';
import type { Messages } from '../messages/index.ts';
import { hashOf } from './hooks.ts';

const maxKeys = 1_000;

// Of an account that is blocked nothing is believed: neither of who answers for it, nor of its own.
const find = `
  select w.hash, h.id, h.conversation_id as "conversationId", h.bot_id as "botId", h.mentions,
         h.last_used_at is null or h.last_used_at < now() - interval '1 minute' as "isFresh"
  from unnest($1::text[]) w (hash)
  cross join lateral (select * from hook h where h.secret_hash = decode(w.hash, 'hex') limit 1) h
  cross join lateral (select from "user" k where k.id = h.keeper_id and k.banned is not true limit 1) k
  where h.direction = 'incoming' and h.off_at is null`;
const touch = 'update hook set last_used_at = now() where id = $1';

/** An incoming webhook that somebody knows the secret of. */
export type IncomingHook = { id: string; conversationId: string; botId: string; mentions: boolean; isFresh: boolean };

const clientIdOf = (hookId: string, key: string): string => {
  const hash = createHash('sha256')
    .update(JSON.stringify([hookId, key]))
    .digest('hex');
  // The form of a UUID whose content is its maker's business (version 8).
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
};

/** What comes in by webhooks. */
export class Arrivals {
  readonly #database: Database;
  readonly #messages: Pick<Messages, 'send'>;
  readonly #bySecret: (hash: string) => Promise<IncomingHook | null>;

  constructor({ database, messages }: { database: Database; messages: Pick<Messages, 'send'> }) {
    this.#database = database;
    this.#messages = messages;
    this.#bySecret = createLookUp(async (keys) => {
      type Row = IncomingHook & { hash: string };
      const rows = await database.query<Row>('hooks_by_secret', find, [keys]);
      const found = new Map(rows.map((row) => [row.hash, row]));
      return keys.map((key) => found.get(key) ?? null);
    }, maxKeys);
  }

  /** @returns the hook of a secret, or null; it takes the same work for every wrong one */
  find(secret: string): Promise<IncomingHook | null> {
    return this.#bySecret(hashOf(secret).toString('hex'));
  }

  /**
   * Posts into its room, as its bot.
   * @param key of one message for ever: the same again is the same message; without one, each is a new one
   */
  async post(hook: IncomingHook, body: string, key: string | undefined): Promise<Result<Message>> {
    const { id, conversationId, botId, isFresh } = hook;
    const clientId = key === undefined ? randomUUID() : clientIdOf(id, key);
    const sent = await this.#messages.send(botId, { conversationId, clientId, body });
    if (sent.ok && isFresh) await this.#database.query('hook_touch', touch, [id]);
    return sent;
  }
}
