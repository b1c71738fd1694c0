import { type Browser, expect, type Page } from '@playwright/test';
import type { Harness } from './harness.tsx';

type Sight = {
  /** Pixels of the view that no row covers, between the first row and the last. */
  blank: number;
  /** Pixels that are covered by two rows. */
  doubled: number;
  /** The first message that is in sight, and how far below the upper edge it begins. */
  first: { seq: string; top: number } | null;
  fromEnd: number;
};

const html =
  '<!doctype html><link rel="stylesheet" href="/style.css"><body><script type="module" src="/script.js"></script>';

/** What is in sight, by what the browser has drawn. Runs in the page. */
const lookAt = (): Sight => {
  const view = document.querySelector('section[aria-busy]');
  const list = view?.querySelector('ol');
  if (!view || !list) throw new Error('there is no timeline');
  const [edge, listed] = [view.getBoundingClientRect(), list.getBoundingClientRect()];
  const [top, bottom] = [Math.max(edge.top, listed.top), Math.min(edge.bottom, listed.bottom)];
  const rows = [...list.children]
    .filter((row) => getComputedStyle(row).visibility !== 'hidden')
    .map((row) => row.getBoundingClientRect())
    .filter((row) => row.bottom > top && row.top < bottom)
    .sort((a, b) => a.top - b.top);
  let [covered, blank, doubled] = [top, 0, 0];
  for (const row of rows) {
    blank += Math.max(0, row.top - covered);
    if (covered > top) doubled += Math.max(0, covered - row.top);
    covered = Math.max(covered, row.bottom);
  }
  blank += Math.max(0, bottom - covered);
  const first = [...view.querySelectorAll('article')].find((row) => row.getBoundingClientRect().bottom > edge.top + 5);
  return {
    blank: Math.floor(blank),
    doubled: Math.floor(doubled),
    first: first ? { seq: first.dataset.seq ?? '', top: first.getBoundingClientRect().top - edge.top } : null,
    fromEnd: view.scrollHeight - view.clientHeight - view.scrollTop,
  };
};

const placeOf = (seq: string): number | null => {
  const view = document.querySelector('section[aria-busy]');
  const row = view?.querySelector(`article[data-seq="${seq}"]`);
  return view && row ? row.getBoundingClientRect().top - view.getBoundingClientRect().top : null;
};

/** The timeline by itself, in a real browser, where a test decides what arrives and what the reader does. */
export class TimelinePage {
  readonly page: Page;
  readonly errors: string[] = [];

  private constructor(page: Page) {
    this.page = page;
    page.on('pageerror', (error) => this.errors.push(error.message));
  }

  static async open(browser: Browser, files: { script: string; style: string }, height: number): Promise<TimelinePage> {
    const page = await browser.newPage({ viewport: { width: 1_200, height } });
    const answers: Record<string, { contentType: string; body: string }> = {
      '/': { contentType: 'text/html', body: html },
      '/style.css': { contentType: 'text/css', body: files.style },
      '/script.js': { contentType: 'text/javascript', body: files.script },
    };
    await page.route('http://timeline.test/**', (route) =>
      route.fulfill(answers[new URL(route.request().url()).pathname] ?? { status: 404 }),
    );
    await page.goto('http://timeline.test/');
    await page.waitForFunction(() => 'harness' in window);
    return new TimelinePage(page);
  }

  /** Calls one of the harness's functions in the page. */
  async do<F extends keyof Harness>(what: F, ...values: Parameters<Harness[F]>): Promise<void> {
    await this.page.evaluate(
      ([name, given]) => {
        const harness: Record<string, (...values: unknown[]) => unknown> = Reflect.get(window, 'harness');
        return harness[name]?.(...given);
      },
      [what as string, values as unknown[]] as const,
    );
  }

  async wheel(pixels: number): Promise<void> {
    await this.page.mouse.move(300, 250);
    await this.page.mouse.wheel(0, pixels);
  }

  look(): Promise<Sight> {
    return this.page.evaluate(lookAt);
  }

  placeOf(seq: string): Promise<number | null> {
    return this.page.evaluate(placeOf, seq);
  }

  /** Waits until two looks see the same, and returns it. */
  async atRest(): Promise<Sight> {
    let before = '';
    let sight: Sight | undefined;
    await expect
      .poll(
        async () => {
          sight = await this.look();
          const [last, now] = [before, JSON.stringify(sight)];
          before = now;
          return last === now;
        },
        { intervals: [100] },
      )
      .toBe(true);
    if (!sight) throw new Error('nothing was seen');
    return sight;
  }
}
