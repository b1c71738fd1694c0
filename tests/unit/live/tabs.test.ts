import { describe, expect, test, vi } from 'vitest';
import type { Tabs } from '../../../app/_live/tabs.ts';
import { browserTabs } from '../../../app/_live/tabs-browser.ts';
import { memoryBrowser } from '../../../app/_live/tabs-memory.ts';
import { idOf } from './ids.ts';

let users = 0;
const failed = (error: unknown) => {
  throw error;
};
/** Node has the browser's locks and channels: both kinds run for real. */
const kinds: Record<string, () => () => Tabs> = {
  memory: memoryBrowser,
  'a browser': () => {
    const userId = `user-${users++}`;
    return () => browserTabs(userId, failed);
  },
};

describe.each(Object.keys(kinds))('tabs in %s', (kind) => {
  const newBrowser = () => (kinds[kind] ?? memoryBrowser)();

  test('have one that leads; the next one begins when it ends', async () => {
    const newTab = newBrowser();
    const began: string[] = [];
    const endFirst = newTab().lead(() => began.push('first'));
    await vi.waitFor(() => expect(began).toEqual(['first']));
    const endSecond = newTab().lead(() => began.push('second'));
    const endThird = newTab().lead(() => began.push('third'));
    endSecond();
    endFirst();
    await vi.waitFor(() => expect(began).toEqual(['first', 'third']));
    endThird();
  });

  test('never begin within the call that asks', () => {
    let hasBegun = false;
    const end = newBrowser()().lead(() => {
      hasBegun = true;
    });
    expect(hasBegun).toBe(false);
    end();
  });

  test('hear each other, and not themselves', async () => {
    const newTab = newBrowser();
    const [one, two] = [newTab(), newTab()];
    const heard: unknown[] = [];
    const endOne = one.listen((message) => heard.push(['one', message]));
    const endTwo = two.listen((message) => heard.push(['two', message]));
    one.post({ kind: 'removed', clientId: idOf(3, 1) });
    await vi.waitFor(() => expect(heard).toEqual([['two', { kind: 'removed', clientId: idOf(3, 1) }]]));
    endOne();
    endTwo();
  });
});
