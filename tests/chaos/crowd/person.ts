import { memoryBrowser } from '../../../app/_live/core/tabs/memory.ts';
import type { LiveClient } from '../../../app/_live/live-client.ts';
import type { Reading } from '../checker/facts.ts';
import type { Account } from '../site/population.ts';
import type { Kept } from './kept-outbox.ts';
import type { Pages } from './pages.ts';
import type { Record as Seen } from './record.ts';
import { Tab } from './tab.ts';

/** A user with a browser: its storage and its tabs outlive a page. */
export class Person {
  readonly account: Account;
  readonly home: string;
  readonly name: string;
  readonly tabs: Tab[] = [];
  readonly #storage: Kept = new Map();
  readonly #browser = memoryBrowser();
  readonly #closed: Tab[] = [];
  readonly #url: string;
  readonly #seen: Seen;
  readonly #pages: () => Pages;
  #opened = 0;
  readonly #habits: ((client: LiveClient) => void)[] = [];

  /**
   * @param options `name`: of the user, or of the browser where there are several; `home`: name of the instance that `url` leads to,
   * or of the load balancer; `pages`: what a page is opened with
   */
  constructor(options: { account: Account; name: string; url: string; home: string; seen: Seen; pages: () => Pages }) {
    this.account = options.account;
    this.name = options.name;
    this.home = options.home;
    this.#url = options.url;
    this.#seen = options.seen;
    this.#pages = options.pages;
  }

  openTab(): Tab {
    this.#opened += 1;
    const { account } = this;
    const tab = new Tab({
      ...{ name: `${this.name} (${this.#opened})`, url: this.#url, account, pages: this.#pages() },
      ...{ storage: this.#storage, tabs: this.#browser(), seen: this.#seen },
    });
    this.tabs.push(tab);
    tab.start();
    for (const habit of this.#habits) habit(tab.client);
    return tab;
  }

  /** Does this on every page, also after a reload. */
  always(habit: (client: LiveClient) => void): void {
    this.#habits.push(habit);
    for (const { client } of this.tabs) habit(client);
  }

  /** Closes a page and opens it again: only the storage is left of what it knew. */
  reload(tab: Tab): void {
    this.#seen.reloads += 1;
    tab.close();
    this.tabs.splice(this.tabs.indexOf(tab), 1);
    this.#closed.push(tab);
    this.openTab();
  }

  /** Closes every page. */
  leave(): void {
    for (const tab of this.tabs) tab.close();
    this.#closed.push(...this.tabs.splice(0));
  }

  get readings(): Reading[] {
    return [...this.#closed, ...this.tabs].flatMap(({ log }) => log.readings);
  }
}
