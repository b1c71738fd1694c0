import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { expect, test, type Visitor } from '../visitors.ts';
import { expectNothingFound } from './axe.ts';

export const wide = { width: 1440, height: 900 };
const phone = { width: 390, height: 844 };

// Each language and each scheme once: colours do not depend on the language, nor names and widths on the colours.
const looks = {
  'en light': { language: 'en', colorScheme: 'light' },
  'zh dark': { language: 'zh', colorScheme: 'dark' },
} as const;
export type Look = (typeof looks)[keyof typeof looks];

/** Both with `npm run look`; else the one that is named, which is half of the time. */
export const looksOr = (usual: keyof typeof looks): readonly Look[] =>
  process.env.LOOK === 'all' ? Object.values(looks) : [looks[usual]];

/** Parts of messages that stand out of their frame, where nobody can read them; what ends in an ellipsis does so on purpose. */
const cutOff = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('article, article *')]
      .filter(({ clientWidth, scrollWidth }) => clientWidth > 1 && scrollWidth > clientWidth)
      .filter((element) => getComputedStyle(element).textOverflow !== 'ellipsis')
      .map(({ outerHTML }) => outerHTML.slice(0, 200)),
  );

type Sight = {
  name: string;
  /** Opened anew in each size; without it what is there is looked at, as a dialog that was opened. */
  path?: string;
  shown: (visitor: Visitor) => Locator;
};

/** Looks at a page in both sizes: nothing is found by axe, nothing scrolls sideways or is cut off; and takes its picture. */
export const lookAt = async (visitor: Visitor, { language, colorScheme }: Look, sight: Sight): Promise<void> => {
  const { page } = visitor;
  for (const viewport of [wide, phone]) {
    await page.setViewportSize(viewport);
    if (sight.path !== undefined) await visitor.open(sight.path);
    const name = `${sight.name}-${viewport.width}-${colorScheme}-${language}.png`;
    await expectNothingFound(visitor, sight.shown(visitor), name);
    await expect(page.locator('html')).toHaveClass(new RegExp(colorScheme));
    await page.evaluate(() => document.fonts.ready);
    await page.screenshot({ path: join(test.info().project.outputDir, 'look', name), animations: 'disabled' });
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect.soft(overflow, `${name} scrolls sideways`).toBeLessThanOrEqual(0);
    expect.soft(await cutOff(page), `${name} cuts off`).toEqual([]);
  }
  await page.setViewportSize(wide);
};
