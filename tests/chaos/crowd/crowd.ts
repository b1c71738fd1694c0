import { setTimeout as delay, setImmediate } from 'node:timers/promises';
import type { Random } from '../../../scripts/installation/random.ts';
import { until } from '../../../scripts/installation/waiting.ts';
import type { Head, Reading, ShownMark } from '../checker/facts.ts';
import type { Account } from '../site/population.ts';
import type { Site } from '../site/site.ts';
import { type Pages, present } from './pages.ts';
import { Person } from './person.ts';
import { Record as Seen } from './record.ts';
import type { Tab } from './tab.ts';

export type CrowdOptions = {
  site: Site;
  random: Random;
  /** Actions per second of all together. */
  rate: number;
  /** Everybody is connected to one instance chosen for them, instead of through the load balancer. */
  pinned?: boolean;
  /** Everybody connects to the load balancer itself; there are too many for a link of ours. */
  direct?: boolean;
  /** So many of them connect over a link of their own. */
  apart?: number;
  /** Characters of a message, more or less. */
  length?: number;
};

const tick = 20;
/** So many arrive together. */
const atOnce = 100;
/** Fewer than these have several pages and devices. */
const fewPeople = 500;

/** Many users who write, edit, react, delete and reload, driven by a seed. */
export class Crowd {
  readonly people: Person[];
  /** Second devices of some, elsewhere, that read and mark and write nothing. */
  readonly phones: Person[];
  readonly seen = new Seen();
  /** What pages are opened and loaded anew with from now on. */
  pages: () => Pages = () => present;
  readonly #options: CrowdOptions;
  #writing: Promise<void> | undefined;
  readonly #asking = new Set<Promise<unknown>>();
  #stopped = false;
  #count = 0;

  constructor(options: CrowdOptions) {
    this.#options = options;
    const { accounts } = options.site;
    this.people = accounts.map((account, n) => this.#personOf(account, n));
    this.phones = accounts.length < fewPeople ? accounts.flatMap((account, n) => this.#phoneOf(account, n)) : [];
  }

  get tabs(): Tab[] {
    return [...this.people, ...this.phones].flatMap(({ tabs }) => tabs);
  }

  get readings(): Reading[] {
    return [...this.people, ...this.phones].flatMap(({ readings }) => readings);
  }

  /** What every page shows as read now. */
  get shownMarks(): ShownMark[] {
    return this.tabs.flatMap(({ shownMarks }) => shownMarks);
  }

  /** Opens a page for everybody, a second one for every eighth, and waits until all are connected. */
  async arrive(): Promise<void> {
    for (let from = 0; from < this.people.length; from += atOnce) {
      for (const [n, person] of this.people.slice(from, from + atOnce).entries()) {
        person.openTab();
        if (n % 8 === 0 && this.people.length < fewPeople) person.openTab();
      }
      if (from === 0) for (const phone of this.phones) phone.openTab();
      await until('everybody to be connected', () => this.#allConnected(), 30_000);
    }
  }

  #personOf(account: Account, n: number, name = account.me.name): Person {
    return new Person({ account, name, ...this.#placeOf(n), seen: this.seen, pages: () => this.pages() });
  }

  #placeOf(n: number): { url: string; home: string } {
    const { site, pinned, direct, apart = 0 } = this.#options;
    const at = (port: number, home: string) => ({ url: `http://127.0.0.1:${port}`, home });
    if (direct) return at(site.nginx.port, 'nginx');
    if (n >= site.accounts.length - apart) return at(site.apart.port, 'apart');
    const instance = pinned ? site.instances[n % site.instances.length] : undefined;
    return instance ? at(instance.front.port, instance.name) : at(site.edge.port, 'nginx');
  }

  /** Of every fourth, and not of the last, who may leave for good: on the next instance, where each has one of their own. */
  #phoneOf(account: Account, n: number): Person[] {
    const isLast = n + 1 >= this.#options.site.accounts.length;
    if (n % 4 !== 0 || isLast || this.#placeOf(n + 1).home === 'apart') return [];
    return [this.#personOf(account, n + 1, `${account.me.name}'s phone`)];
  }

  #allConnected(): boolean {
    const late = this.tabs.filter(({ state }) => !state.connection.synced);
    if (late.length === 0) return true;
    const [first] = late;
    throw new Error(
      `${late.length} of ${this.tabs.length} are not connected; ${first?.name}: ${JSON.stringify(first?.state.connection)}\n${this.seen.reports.at(-1) ?? ''}`,
    );
  }

  /** Everybody watches everybody. */
  watchPresence(): void {
    const everybody = this.people.map(({ account }) => account.me.id);
    for (const person of [...this.people, ...this.phones]) person.always((client) => client.watchPresence(everybody));
  }

  /** Begins to act, until {@link rest}. */
  begin(): void {
    this.#stopped = false;
    this.#writing = this.#act();
  }

  async rest(): Promise<void> {
    this.#stopped = true;
    await this.#writing;
    await Promise.all(this.#asking);
  }

  /** @returns what is not complete, or nothing; `heads` is the truth */
  missing(heads: ReadonlyMap<string, Head>): string[] {
    return this.tabs.flatMap((tab) => {
      const what = tab.missing(heads);
      return what === null ? [] : [`${tab.name} ${what}`];
    });
  }

  close(): void {
    this.#stopped = true;
    for (const person of [...this.people, ...this.phones]) person.leave();
  }

  async #act(): Promise<void> {
    let due = 0;
    let last = performance.now();
    while (!this.#stopped) {
      await delay(tick);
      const now = performance.now();
      due += ((now - last) / 1_000) * this.#options.rate;
      last = now;
      for (; due >= 1 && !this.#stopped; due -= 1) {
        this.#once();
        // Nobody writes in two tabs in the same instant: what one tab did, the other has heard of.
        await setImmediate();
      }
    }
  }

  #once(): void {
    const { random } = this.#options;
    const person = random.pick(this.people.filter(({ tabs }) => tabs.length > 0));
    const tab = random.pick(person.tabs);
    const conversationId = random.pick(person.account.conversationIds);
    const dice = random.below(1_000);
    if (dice < 5) person.reload(tab);
    else if (dice < 60) this.#change(tab, conversationId, dice);
    else if (dice < 100) this.#read(this.#deviceOf(person, tab), conversationId);
    else tab.write(conversationId, this.#body());
  }

  /** Whoever has two devices reads on the one as much as on the other. */
  #deviceOf(person: Person, tab: Tab): Tab {
    const phone = this.phones.find(({ account }) => account === person.account);
    return this.#options.random.pick([tab, ...(phone?.tabs ?? [])]);
  }

  #body(): string {
    const { random, length = 40 } = this.#options;
    this.#count += 1;
    return `${this.#count} 你好 👋 ${'x'.repeat(random.below(2 * length))}`;
  }

  /** An edit, a reaction or a deletion; whether it succeeds does not matter, what becomes visible does. */
  #change(tab: Tab, conversationId: string, dice: number): void {
    const messages = tab.state.logs[conversationId]?.window?.messages ?? [];
    const message = messages.at(-1 - this.#options.random.below(10));
    if (!message || message.deletedAt) return;
    const { id: messageId } = message;
    if (message.authorId !== tab.state.me.id || dice < 30) {
      const on = !message.reactions.some(({ userIds }) => userIds.includes(tab.state.me.id));
      this.#ask(tab.client.request('message:react', { messageId, emoji: '👍', on }));
    } else if (dice < 50) this.#ask(tab.client.request('message:edit', { messageId, body: this.#body() }));
    else this.#ask(tab.client.request('message:delete', { messageId }));
  }

  #ask(answer: Promise<unknown>): void {
    this.#asking.add(answer);
    void answer.finally(() => this.#asking.delete(answer));
  }

  #read(tab: Tab, conversationId: string): void {
    const last = tab.state.logs[conversationId]?.window?.messages.at(-1);
    if (last) tab.client.markRead(conversationId, last.seq);
    tab.client.typing(conversationId);
  }
}
