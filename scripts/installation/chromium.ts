import { access } from 'node:fs/promises';
import { chromium } from '@playwright/test';
import { onPath } from './programs.ts';

const systemNames = ['chromium', 'chromium-browser', 'google-chrome'];

/**
 * The browser that the tests drive: Playwright's own where it was installed, else the system's.
 * @returns its path, or nothing when there is none
 */
export const findChromium = async (): Promise<string | undefined> => {
  const own = chromium.executablePath();
  const ownIsThere = await access(own).then(
    () => true,
    () => false,
  );
  if (ownIsThere) return own;
  for (const name of systemNames) {
    const path = await onPath(name, ['/usr/bin']);
    if (path !== undefined) return path;
  }
  return undefined;
};
