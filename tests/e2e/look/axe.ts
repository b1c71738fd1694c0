import { AxeBuilder } from '@axe-core/playwright';
import type { Locator } from '@playwright/test';
import { expect, type Visitor } from '../visitors.ts';

/** Expects that axe finds nothing on the page, once `shown` is there; what it finds is said as belonging to `what`. */
export const expectNothingFound = async ({ page }: Visitor, shown: Locator, what: string): Promise<void> => {
  // What fades in has not all its contrast before it is there, and a hint may begin to at any moment.
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await expect(shown).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join('\n')}`);
  expect.soft(found, `axe, ${what}`).toEqual([]);
};
