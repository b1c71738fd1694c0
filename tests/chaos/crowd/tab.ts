import { createLiveClient } from '../../../app/_live/client.ts';
import type { LiveClient } from '../../../app/_live/live-client.ts';
import type { LiveState, OutboxEntry } from '../../../app/_live/model.ts';
import { memoryOutbox } from '../../../app/_live/outbox-storage-memory.ts';
import type { Tabs } from '../../../app/_live/tabs.ts';
import { socketWire } from '../../../app/_live/wire-socket.ts';
import type { Head } from '../checker/facts.ts';
import type { Account } from '../site/population.ts';
import { listeningWire } from './listening-wire.ts';
import { ReadingLog } from './reading-log.ts';
import type { Record as Seen } from './record.ts';

export type TabOptions = {
  name: string;
  url: string;
  account: Account;
  storage: Map<string, OutboxEntry>;
  tabs: Tabs;
  seen: Seen;
};

/** One open page of one user: the real client code, and a log of what it shows. */
export class Tab {
  readonly name: string;
  readonly client: LiveClient;
  readonly log: ReadingLog;
  readonly #options: TabOptions;
  #lostAt: number | null = null;

  constructor(options: TabOptions) {
    this.name = options.name;
    this.#options = options;
    this.log = new ReadingLog(options.name, options.seen);
    this.client = this.#open();
  }

  get state(): LiveState {
    return this.client.store.getState();
  }

  start(): void {
    this.client.start();
    for (const id of this.#options.account.conversationIds) {
      // Resolves when it is loaded, which may be never on a page that is closed before.
      void this.client.openConversation(id).then(() => this.client.jumpTo(id));
    }
  }

  write(conversationId: string, body: string): void {
    const { seen, account } = this.#options;
    const at = Date.now();
    const clientId = this.client.send(conversationId, body);
    seen.wrote({ authorId: account.me.id, conversationId, clientId, at });
  }

  /** Closes the page. What it has shown stays judged. */
  close(): void {
    this.client.stop();
  }

  /** @returns what is still missing on this page, or nothing */
  missing(heads: ReadonlyMap<string, Head>): string | null {
    const { connection, outbox, logs } = this.state;
    if (!connection.synced) return `is not connected (${connection.phase}, ${connection.attempts} attempts)`;
    const waiting = outbox.entries.filter(({ status }) => status === 'pending').length;
    if (waiting > 0) return `has ${waiting} messages waiting`;
    for (const id of this.#options.account.conversationIds) {
      const [log, head] = [logs[id], heads.get(id)];
      if (!head) continue;
      if (!log) return `does not know ${id}`;
      if (log.cursor < head.lastVersion) return `is at version ${log.cursor} of ${head.lastVersion} in ${id}`;
      if (!log.window?.attached) return `does not show the end of ${id}`;
    }
    return null;
  }

  /** Scrolls up to the first message everywhere. */
  async scrollUp(): Promise<void> {
    for (const id of this.#options.account.conversationIds)
      for (let before = -1; this.state.logs[id]?.window?.hasOlder; ) {
        const loaded = this.state.logs[id]?.window?.messages.length ?? 0;
        if (loaded === before) break;
        before = loaded;
        await this.client.loadOlder(id);
      }
    this.log.finish(this.state);
  }

  #open(): LiveClient {
    const { account, storage, tabs, url, seen } = this.#options;
    const report = (error: unknown) => {
      seen.reports.push(`${this.name}: ${error instanceof Error ? error.message : String(error)}`);
    };
    const { me, token } = account;
    const connect = listeningWire(socketWire({ url, auth: { token }, report }), {
      received: (event) => seen.onReceived(me.id, event),
      answered: (event, result) => {
        if (event !== 'message:send') return;
        if (!result.ok) return seen.wasRefused(result.error.code);
        const { conversationId, clientId, seq } = result.data as {
          conversationId: string;
          clientId: string;
          seq: number;
        };
        seen.wasAcknowledged({ authorId: me.id, conversationId, clientId, seq, at: Date.now() });
      },
    });
    const client = createLiveClient({ me, connect, outbox: memoryOutbox(storage), tabs, report });
    client.store.subscribe((state, before) => this.#watch(state, before));
    return client;
  }

  #watch(state: LiveState, before: LiveState): void {
    if (state.logs !== before.logs) this.log.look(state);
    if (state.outbox.entries !== before.outbox.entries) this.#watchFailures(state);
    this.#watchConnection(state, before);
  }

  #watchFailures({ outbox, me }: LiveState): void {
    for (const { status, clientId, error } of outbox.entries)
      if (status === 'failed')
        this.#options.seen.failed({ authorId: me.id, clientId, code: error?.code ?? 'unknown', at: Date.now() });
  }

  #watchConnection({ connection }: LiveState, { connection: before }: LiveState): void {
    const now = Date.now();
    const { seen } = this.#options;
    if (before.synced && !connection.synced) this.#lostAt = now;
    if (!before.synced && connection.synced && this.#lostAt !== null)
      seen.outages.push({ reader: this.name, from: this.#lostAt, until: now });
    if (before.degraded !== connection.degraded)
      seen.degraded.push({ reader: this.name, degraded: connection.degraded, at: now });
  }
}
