import { paths } from '../../../protocol/index.ts';
import type { Random } from '../../../scripts/installation/random.ts';
import { until } from '../../../scripts/installation/waiting.ts';
import { checkIncoming } from '../checker/incoming.ts';
import { checkOutgoing, type Entry, lateness, untaken } from '../checker/outgoing.ts';
import type { Stage, Times } from '../faults/fault.ts';
import type { Site } from '../site/site.ts';
import { makeHooks } from './hooks.ts';
import { Poster } from './poster.ts';
import { Receiver } from './receiver.ts';

type Parts = {
  receiver: Receiver;
  poster: Poster;
  conversationId: string;
  botId: string;
  /** Undefined where no worker runs who would call. */
  outgoingId: string | undefined;
};

/** How long whoever is called is waited for at all, in milliseconds. */
const patience = 60_000;
const mostSaid = 20;

/** The programs of one room: one that posts there, and one that is told what changes there. */
export class Programs {
  readonly receiver: Receiver;
  readonly poster: Poster;
  readonly #parts: Parts;

  private constructor(parts: Parts) {
    this.#parts = parts;
    this.receiver = parts.receiver;
    this.poster = parts.poster;
  }

  static async start(site: Site, random: Random): Promise<Programs> {
    const conversationId = site.accounts[0]?.conversationIds[0] ?? '';
    const receiver = await Receiver.start(random);
    try {
      const [incoming, outgoing] = await makeHooks(site, conversationId, [
        { direction: 'incoming', name: 'Builds' },
        ...(site.workers.length > 0 ? [{ direction: 'outgoing' as const, name: 'Elsewhere', url: receiver.url }] : []),
      ]);
      receiver.secret = outgoing?.secret ?? '';
      const poster = new Poster(`http://127.0.0.1:${site.edge.port}${paths.hooks}/${incoming?.secret}`, random);
      const botId = incoming?.hook.botId ?? '';
      return new Programs({ receiver, poster, conversationId, botId, outgoingId: outgoing?.hook.id });
    } catch (error) {
      await receiver.stop();
      throw error;
    }
  }

  begin(): void {
    this.poster.begin();
  }

  /** Posts nothing new, and waits for what was posted to be answered. */
  rest(): Promise<void> {
    return this.poster.rest();
  }

  /** Judges both ways, when all else is quiet. */
  async judge(stage: Stage, times: Times): Promise<void> {
    const wrong = [...(await this.#judgePosts(stage)), ...(await this.#judgeCalls(stage, times))];
    for (const what of wrong.slice(0, mostSaid)) stage.object(what);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.poster.rest();
    await this.receiver.stop();
  }

  async #judgePosts({ site, note }: Stage): Promise<string[]> {
    const { posts } = this.poster;
    const { rows } = await site.pool.query<{ id: string; body: string }>(
      'select id, body from message where author_id = $1',
      [this.#parts.botId],
    );
    note('posts by webhook', posts.length);
    note('of them answered twice and more', posts.filter(({ answers }) => answers.length > 1).length);
    return checkIncoming({ posts, stored: rows });
  }

  async #judgeCalls({ site, note }: Stage, { healed }: Times): Promise<string[]> {
    const hookId = this.#parts.outgoingId;
    if (hookId === undefined) return [];
    const { calls } = this.receiver;
    const facts = async () => ({ hookId, calls, entries: await this.#entries(site) });
    const isTold = async () => untaken(await facts()).length === 0;
    // Who is still missing then, the checker says.
    await until('the webhook to be told everything', isTold, patience).catch(() => {});
    const told = await facts();
    note('calls of the webhook', calls.length);
    note('of them under a key that came before', calls.length - new Set(calls.map(({ key }) => key)).size);
    note('webhook late by ms', lateness(told, healed));
    return checkOutgoing(told);
  }

  async #entries({ pool }: Site): Promise<Entry[]> {
    const { rows } = await pool.query<{ id: string; version: string; created_at: Date }>(
      'select id, version, created_at from message where conversation_id = $1',
      [this.#parts.conversationId],
    );
    return rows.map(({ id, version, created_at }) => ({
      ...{ id, version: Number(version), createdAt: created_at.getTime() },
    }));
  }
}
