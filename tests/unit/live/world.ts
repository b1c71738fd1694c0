import type { Clock } from '../../../app/_live/core/clock.ts';
import type { Listed } from '../../../app/_live/core/late-slices.ts';
import type { OutboxEntry } from '../../../app/_live/core/outbox/entry.ts';
import type { OutboxStorage } from '../../../app/_live/core/outbox/storage.ts';
import { memoryOutbox } from '../../../app/_live/core/outbox/storage-memory.ts';
import { memoryBrowser } from '../../../app/_live/core/tabs/memory.ts';
import type { Tabs } from '../../../app/_live/core/tabs/tabs.ts';
import type { Received, WireListener } from '../../../app/_live/core/wire/wire.ts';
import { createLiveClient } from '../../../app/_live/headless-client.ts';
import type { LiveClient } from '../../../app/_live/live-client.ts';
import { slices } from '../../../app/_live/slices.ts';
import { behaviour } from '../../../app/_live/tickets/behaviour.ts';
import { tickets } from '../../../app/_live/tickets/slice.ts';
import { failure, type Me, type Result } from '../../../protocol/index.ts';
import { type FakeServer, told } from './fake-server.ts';
import { idOf } from './ids.ts';

/** Time that moves only when it is told to. */
export class VirtualClock implements Clock {
  time = 1_700_000_000_000;
  private readonly timers = new Set<{ at: number; then: () => void }>();

  now = () => this.time;
  random = () => 0.5;

  after = (delayMs: number, then: () => void) => {
    const timer = { at: this.time + delayMs, then };
    this.timers.add(timer);
    return () => this.timers.delete(timer);
  };

  /** Lets a span of time pass. */
  run(ms: number): void {
    const end = this.time + ms;
    while ([...this.timers].some(({ at }) => at <= end)) this.next();
    this.time = end;
  }

  /** Goes on to the next timer. @returns whether there was one */
  next(): boolean {
    const [first] = [...this.timers].sort((a, b) => a.at - b.at);
    if (!first) return false;
    this.timers.delete(first);
    this.time = Math.max(this.time, first.at);
    first.then();
    return true;
  }
}

type Request = { event: string; payload: unknown; answer: (result: Result<unknown>) => void };
type ToClient = { kind: 'opened' | 'event' | 'answer'; deliver: () => void };

/** One page, and the two directions of its connection, which a test empties step by step. */
export class Page {
  readonly me: Me;
  readonly client: LiveClient;
  toServer: Request[] = [];
  toClient: ToClient[] = [];
  /** Requests of a connection that was cut: the server may still come to them. */
  late: Request[] = [];
  isOpen = false;
  private listener: WireListener | null = null;

  constructor(world: World, me: Me, outbox: OutboxStorage, tabs: Tabs) {
    this.me = me;
    this.client = createLiveClient({
      me,
      clock: world.clock,
      outbox,
      tabs,
      newId: () => idOf(3, world.nextId++),
      report: (error) => world.reported.push(error),
      ...(world.isCodeLate ? { slices: world.lateSlices } : {}),
      connect: (listener) => {
        this.listener = listener;
        return {
          open: () => this.open(listener),
          close: () => this.end(),
          ask: (event, payload) =>
            new Promise((resolve) => {
              if (!this.isOpen) return resolve(failure('unavailable', 'not connected'));
              this.toServer.push({ event, payload, answer: (result) => resolve(result as never) });
            }),
        };
      },
    });
    this.client.start();
  }

  private open(listener: WireListener): void {
    this.end();
    this.isOpen = true;
    this.toClient.push({ kind: 'opened', deliver: () => listener.opened() });
  }

  private end(): void {
    this.isOpen = false;
    for (const request of this.toServer) request.answer(failure('unavailable', 'cut'));
    this.late.push(...this.toServer);
    this.toServer = [];
    this.toClient = [];
  }

  cut(): void {
    if (!this.isOpen) return;
    this.end();
    this.listener?.closed(null);
  }

  receive(event: Received): void {
    if (!this.isOpen) return;
    this.toClient.push({ kind: 'event', deliver: () => this.listener?.received(structuredClone(event)) });
  }
}

/** One server, any number of users with any number of tabs, and a network that does what a test tells it. */
export class World {
  readonly clock = new VirtualClock();
  readonly reported: unknown[] = [];
  readonly server: FakeServer;
  readonly pages: Page[] = [];
  /** Pages are without the code of what is loaded late until `bringCode`. */
  isCodeLate = false;
  /** What pages have asked for, and not been given yet. */
  readonly code: { bring: () => void; lose: (error: Error) => void }[] = [];
  readonly lateSlices: readonly Listed[] = slices.map((slice) =>
    slice === tickets ? { ...tickets, late: { ...tickets.late, load: () => this.codeOf(behaviour) } } : slice,
  );
  nextId = 1;
  private readonly browsers = new Map<string, { newTab: () => Tabs; entries: Map<string, OutboxEntry> }>();

  constructor(server: FakeServer) {
    this.server = server;
  }

  private codeOf<T>(code: T): Promise<T> {
    return new Promise((resolve, reject) => this.code.push({ bring: () => resolve(code), lose: reject }));
  }

  /** What pages have asked for by now is loaded. */
  bringCode(): void {
    for (const { bring } of this.code.splice(0)) bring();
  }

  loseCode(error: Error): void {
    for (const { lose } of this.code.splice(0)) lose(error);
  }

  private browserOf(me: Me) {
    const browser = this.browsers.get(me.id) ?? { newTab: memoryBrowser(), entries: new Map() };
    this.browsers.set(me.id, browser);
    return browser;
  }

  /** A tab of this user that does nothing by itself. */
  tabOf(me: Me): Tabs {
    return this.browserOf(me).newTab();
  }

  openPage(me: Me, at = this.pages.length, outbox?: OutboxStorage): Page {
    const { entries, newTab } = this.browserOf(me);
    const page = new Page(this, me, outbox ?? memoryOutbox(entries), newTab());
    this.pages[at] = page;
    return page;
  }

  /** What a page stored is all that is left of it. */
  reload(at: number): void {
    const old = this.pages[at];
    if (!old) return;
    old.client.stop();
    this.openPage(old.me, at).late.push(...old.late);
  }

  /** One event for all that changed since the last one, as the server publishes a batch. */
  publish(conversationId: string): void {
    const log = this.server.log(conversationId);
    const after = log.published;
    const version = log.states.length;
    if (version === after) return;
    log.published = version;
    const messages = this.server.changesAfter(conversationId, after).map((message) => told(message));
    for (const page of this.pages)
      page.receive({ name: 'messages', payload: { conversationId, after, version, messages } });
  }

  publishFeed(): void {
    const { feed } = this.server;
    const after = feed.published;
    const version = feed.states.length;
    if (version === after) return;
    feed.published = version;
    const rejections = feed.changesAfter(after);
    for (const page of this.admins()) page.receive({ name: 'tickets', payload: { after, version, rejections } });
  }

  private admins(): Page[] {
    return this.pages.filter(({ me }) => me.role === 'admin');
  }

  /** The server takes the next request of a page. */
  serve(page: Page, outcome: 'done' | 'unavailable' | 'refused' | 'unanswered', lag: number, late = false) {
    const request = (late ? page.late : page.toServer).shift();
    if (!request) return;
    const isSend = request.event === 'message:send';
    if (outcome === 'refused' && isSend) return this.reply(page, request, failure('forbidden', 'no'), late);
    if (outcome === 'unavailable') return this.reply(page, request, failure('unavailable', 'not now', 50), late);
    const result = this.server.answer(page.me, request.event, request.payload, lag);
    if (outcome === 'unanswered' && isSend) {
      if (!late) page.cut();
      return;
    }
    this.reply(page, request, result, late);
    if (request.event === 'read:mark') this.publishOwn(page.me);
  }

  /** Tells all devices of a person what changed of their own since they were told last. */
  publishOwn(me: Me): void {
    const own = this.server.ownLog(me.id);
    const { published: after, version } = own;
    if (version === after) return;
    own.published = version;
    const entries = this.server.ownAfter(me.id, after);
    for (const page of this.devicesOf(me.id)) page.receive({ name: 'me', payload: { after, version, entries } });
  }

  private devicesOf(userId: string): Page[] {
    return this.pages.filter(({ me }) => me.id === userId);
  }

  private reply(page: Page, request: Request, result: Result<unknown>, late: boolean) {
    if (late) return;
    const copy = structuredClone(result);
    page.toClient.push({ kind: 'answer', deliver: () => request.answer(copy) });
  }

  /** Delivers everything there is, and lets time pass until nothing more happens; then says where the logs end. */
  async quiet(): Promise<void> {
    await this.drain();
    this.sendHeads();
    await this.drain();
  }

  /** For a while nothing goes wrong between this page and the server. */
  async flow(page: Page): Promise<void> {
    for (let round = 0; round < 20; round += 1) {
      await settled();
      while (page.toServer.length > 0) this.serve(page, 'done', 0);
      while (page.toClient.length > 0) page.toClient.shift()?.deliver();
    }
  }

  private async drain(): Promise<void> {
    for (let round = 0; ; round += 1) {
      if (round > 20_000) throw new Error('never quiet');
      await settled();
      for (const id of this.server.logs.keys()) this.publish(id);
      this.publishFeed();
      this.bringCode();
      const page = this.pages.find((one) => one.toServer.length > 0 || one.toClient.length > 0 || one.late.length > 0);
      if (page?.late.length) this.serve(page, 'done', 0, true);
      else if (page?.toServer.length) this.serve(page, 'done', 0);
      else if (page) page.toClient.shift()?.deliver();
      else if (!this.clock.next()) return;
    }
  }

  private sendHeads(): void {
    const version = this.server.feed.states.length;
    const feedHead: Received = { name: 'tickets', payload: { after: version, version, rejections: [] } };
    for (const page of this.admins()) page.receive(feedHead);
    for (const [userId, own] of this.server.own)
      for (const page of this.devicesOf(userId))
        page.receive({ name: 'me', payload: { after: own.version, version: own.version, entries: [] } });
    for (const [conversationId, { states }] of this.server.logs) {
      for (const page of this.pages)
        page.receive({ name: 'head', payload: { conversationId, version: states.length } });
    }
  }
}

/** Everything that was promised so far has happened. */
export const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
