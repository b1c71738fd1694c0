import { type Browser, type BrowserContext, test as base, expect, type Page } from '@playwright/test';
import { addressOf, type Entrance } from './installation.ts';
import { browserLocale, type Language, type Texts, textsIn } from './languages.ts';
import { expectServedBy, recordSockets, type Sockets } from './sockets.ts';

/** Somebody in front of a browser of their own. */
export type Visitor = {
  page: Page;
  context: BrowserContext;
  sockets: Sockets;
  /** What the interface says in their language. */
  t: Texts;
  /**
   * Opens a path of this site, and waits until the page answers to clicks and keys; behind an instance's own address it
   * asserts that this instance answered.
   */
  open(path: string): Promise<number>;
  /** Another tab of the same browser, perhaps on another instance. */
  openTab(entrance: Entrance, path: string): Promise<Visitor>;
};

export type VisitOptions = {
  entrance?: Entrance;
  /** Instead of an entrance of the installation: any address. */
  url?: string;
  language?: Language;
  /** Whose session the browser holds already; nobody's without one. */
  account?: { cookie: string };
  /** Opened at once; the connection is then asserted, too. */
  path?: string;
  viewport?: { width: number; height: number };
  colorScheme?: 'light' | 'dark';
  /** Called before anything is opened. */
  prepare?: (context: BrowserContext) => Promise<void>;
};

type Fixtures = { visit: (options?: VisitOptions) => Promise<Visitor> };

const cookiesFor = (url: string, header: string) =>
  header.split('; ').map((cookie) => {
    const [name = '', ...value] = cookie.split('=');
    return { name, value: value.join('='), url };
  });

/** What is pressed before the page's own code took over what the server drew is lost, as it is for a hasty person. */
const answersToHands = (page: Page) =>
  page.waitForFunction(() => Object.keys(document).some((key) => key.startsWith('__reactContainer')));

const visitorOn = async (
  page: Page,
  { url, entrance, t }: { url: string; entrance: Entrance; t: Texts },
): Promise<Visitor> => {
  const context = page.context();
  const sockets = await recordSockets(page);
  return {
    ...{ page, context, sockets, t },
    open: async (path) => {
      const response = await page.goto(`${url}${path}`);
      if (entrance !== 'balancer') expect(response?.headers()['x-switchboard-instance']).toBe(entrance);
      await answersToHands(page);
      return response?.status() ?? 0;
    },
    openTab: async (other, path) => {
      const tab = await visitorOn(await context.newPage(), { url: addressOf(other), entrance: other, t });
      await tab.open(path);
      if (other !== 'balancer') await expectServedBy(tab.sockets, other);
      return tab;
    },
  };
};

const arrive = async (browser: Browser, options: VisitOptions): Promise<Visitor> => {
  const { entrance = 'balancer', language = 'en', account, path, viewport, colorScheme, prepare } = options;
  const url = options.url ?? addressOf(entrance);
  const context = await browser.newContext({
    locale: browserLocale[language],
    ...(viewport && { viewport }),
    ...(colorScheme && { colorScheme }),
  });
  if (account) await context.addCookies(cookiesFor(url, account.cookie));
  await prepare?.(context);
  const visitor = await visitorOn(await context.newPage(), { url, entrance, t: textsIn(language) });
  if (path !== undefined) await visitor.open(path);
  if (path !== undefined && account && entrance !== 'balancer') await expectServedBy(visitor.sockets, entrance);
  return visitor;
};

export const test = base.extend<Fixtures>({
  visit: async ({ browser }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (options = {}) => {
      const visitor = await arrive(browser, options);
      contexts.push(visitor.context);
      return visitor;
    });
    await Promise.all(contexts.map((context) => context.close()));
  },
});

export { expect };
