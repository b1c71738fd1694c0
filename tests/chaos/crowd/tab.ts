import type { Tabs } from '../../../app/_live/core/tabs/tabs.ts';
import type { LiveClient } from '../../../app/_live/live-client.ts';
import type { LiveState } from '../../../app/_live/slices.ts';
import type { Head, ShownMark } from '../checker/facts.ts';
import type { Account } from '../site/population.ts';
import { type Kept, keptOutbox } from './kept-outbox.ts';
import { listeningWire } from './listening-wire.ts';
import type { Pages } from './pages.ts';
import { ReadingLog } from './reading-log.ts';
import type { Record as Seen } from './record.ts';

export type TabOptions = {
  name: string;
  url: string;
  account: Account;
  /** The version that the page is of. */
  pages: Pages;
  storage: Kept;
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

  /** The version that the page is of. */
  get pages(): Pages {
    return this.#options.pages;
  }

  write(conversationId: string, body: string): void {
    const { seen, account, pages } = this.#options;
    const at = Date.now();
    const options = pages.optionsOfSend();
    const clientId = this.client.send(conversationId, body, options);
    seen.wrote({ authorId: account.me.id, conversationId, clientId, at, options });
  }

  /** Closes the page. What it has shown stays judged. */
  close(): void {
    this.client.stop();
  }

  /** @returns what is still missing on this page, or nothing */
  missing(heads: ReadonlyMap<string, Head>): string | null {
    const { connection, outbox, logs, personal, me } = this.state;
    if (!connection.synced) return `is not connected (${connection.phase}, ${connection.attempts} attempts)`;
    const waiting = outbox.entries.filter(({ status }) => status === 'pending').length;
    if (waiting > 0) return `has ${waiting} messages waiting`;
    const own = heads.get(me.id)?.lastVersion ?? 0;
    if (personal.cursor < own) return `is at version ${personal.cursor} of ${own} of what is its own`;
    if (Object.keys(this.state.unsentMarks).length > 0) return 'has marks waiting';
    for (const id of this.#options.account.conversationIds) {
      const [log, head] = [logs[id], heads.get(id)];
      if (!head) continue;
      if (!log) return `does not know ${id}`;
      if (log.cursor < head.lastVersion) return `is at version ${log.cursor} of ${head.lastVersion} in ${id}`;
      if (!log.window?.attached) return `does not show the end of ${id}`;
    }
    return null;
  }

  /** What it shows as read and unread now. */
  get shownMarks(): ShownMark[] {
    return Object.values(this.state.conversations).map(({ id, readTurn, readSeq, unread }) => ({
      ...{ device: this.name, userId: this.state.me.id, conversationId: id, readTurn, readSeq, unread },
    }));
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
    const { account, storage, tabs, url, seen, pages } = this.#options;
    const report = (error: unknown) => {
      seen.reports.push(`${this.name}: ${error instanceof Error ? error.message : String(error)}`);
    };
    const { me, token } = account;
    const connect = listeningWire(pages.socketWire({ url, auth: { token }, report }), {
      received: (event) => seen.onReceived(me.id, event),
      answered: (event, result) => {
        if (!result.ok) seen.wasAnswered(event, result.error.code);
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
    const outbox = keptOutbox(storage, pages.readEntry);
    const client = pages.createLiveClient({ me, connect, outbox, tabs, report });
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
