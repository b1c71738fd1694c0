import { beforeAll, describe, expect, test, vi } from 'vitest';
import type { TabNews } from '../../../app/_live/core/outbox/entry.ts';
import { outboxSchemas } from '../../../app/_live/core/outbox/schemas.ts';
import { browserTabs } from '../../../app/_live/core/tabs/browser.ts';
import { memoryBrowser } from '../../../app/_live/core/tabs/memory.ts';
import type { Tabs } from '../../../app/_live/core/tabs/tabs.ts';
import type { Visibility } from '../../../app/_live/core/visibility.ts';
import { idOf } from './ids.ts';

let users = 0;
const failed = (error: unknown) => {
  throw error;
};
const newUser = () => idOf(1, users++);

/** A tab that a test puts on top and behind. */
class Sight implements Visibility {
  private readonly ears = new Set<() => void>();
  private visible: boolean;

  constructor(visible: boolean) {
    this.visible = visible;
  }

  isVisible = () => this.visible;
  listen = (changed: () => void) => {
    this.ears.add(changed);
    return () => this.ears.delete(changed);
  };

  set(visible: boolean): void {
    this.visible = visible;
    for (const ear of this.ears) ear();
  }
}

type Browser = (visibility?: Visibility) => Tabs;
/** Node has the browser's locks and channels: both kinds run for real. */
const kinds: Record<string, () => Browser> = {
  memory: memoryBrowser,
  'a browser': () => {
    const userId = newUser();
    return (visibility = new Sight(false)) => browserTabs({ userId, report: failed, visibility });
  },
};

/** Which of some tabs lead, and a promise for the next change of it. */
const watch = () => {
  const leading = new Set<string>();
  let changed = Promise.withResolvers<void>();
  const tell = () => {
    const { resolve } = changed;
    changed = Promise.withResolvers();
    resolve();
  };
  const lead = (name: string) => ({
    begin: () => {
      leading.add(name);
      tell();
    },
    end: () => {
      leading.delete(name);
      tell();
    },
  });
  const leads = async (...names: string[]) => {
    while ([...leading].sort().join() !== names.join()) await changed.promise;
  };
  return { lead, leads, leading };
};

// The schemas are loaded when the first word is heard; under load that takes as long as it takes.
beforeAll(() => outboxSchemas(failed));

describe.each(Object.keys(kinds))('tabs in %s', (kind) => {
  const newBrowser = () => (kinds[kind] ?? memoryBrowser)();

  test('have one that leads; the next one begins when it ends', async () => {
    const newTab = newBrowser();
    const { lead, leads, leading } = watch();
    const endFirst = newTab().lead(lead('first'));
    await leads('first');
    const endSecond = newTab().lead(lead('second'));
    const endThird = newTab().lead(lead('third'));
    endSecond();
    endFirst();
    leading.delete('first');
    await leads('third');
    endThird();
  });

  test('never begin within the call that asks', () => {
    const { lead, leading } = watch();
    newBrowser()().lead(lead('tab'))();
    expect(leading.size).toBe(0);
  });

  test('are led by the one that is visible, from when it is; one that nobody sees waits for its turn', async () => {
    const newTab = newBrowser();
    const { lead, leads } = watch();
    const [behind, front] = [new Sight(false), new Sight(false)];
    const endBehind = newTab(behind).lead(lead('behind'));
    await leads('behind');
    const endFront = newTab(front).lead(lead('front'));
    front.set(true);
    await leads('front');
    front.set(false);
    behind.set(true);
    await leads('behind');
    behind.set(false);
    endBehind();
    await leads('behind', 'front');
    endFront();
  });

  test('are led by a visible one as soon as it is opened, however long another one holds on', async () => {
    const newTab = newBrowser();
    const { lead, leads } = watch();
    const ends = [newTab().lead(lead('behind'))];
    await leads('behind');
    ends.push(newTab(new Sight(true)).lead(lead('front')));
    await leads('front');
    for (const end of ends) end();
  });

  test('hear each other, and not themselves', async () => {
    const newTab = newBrowser();
    const [one, two] = [newTab(), newTab()];
    const heardByOne = vi.fn();
    const news: TabNews = { kind: 'removed', clientId: idOf(3, 1) };
    const endOne = one.listen(heardByOne);
    const heard = new Promise((resolve) => {
      const endTwo = two.listen((word) => {
        if (word.kind !== 'removed') return;
        resolve(word);
        endTwo();
      });
    });
    one.post(news);
    expect(await heard).toEqual(news);
    // What one tab says is heard in its order, so whatever comes back now would have come after its own word.
    expect(heardByOne.mock.calls.filter(([{ kind: what }]) => what === 'removed')).toEqual([]);
    endOne();
  });
});

test('a page hears for whom another one was opened, whoever that is', async () => {
  const [ada, bob] = [newUser(), newUser()];
  const visibility = new Sight(false);
  const { promise, resolve } = Promise.withResolvers<TabNews>();
  const end = browserTabs({ userId: ada, report: failed, visibility }).listen(resolve);
  const endBob = browserTabs({ userId: bob, report: failed, visibility }).listen(() => undefined);
  expect(await promise).toEqual({ kind: 'person', id: bob });
  end();
  endBob();
});

describe('a browser that forbids channels and locks', () => {
  test('lets each tab send what it has, and says why', async () => {
    const denied = () => {
      throw new DOMException('denied', 'SecurityError');
    };
    vi.stubGlobal('BroadcastChannel', denied);
    const request = vi.spyOn(navigator.locks, 'request').mockRejectedValue(new DOMException('denied', 'SecurityError'));
    const reported: unknown[] = [];
    const report = (error: unknown) => reported.push(error);
    const tabs = browserTabs({ userId: newUser(), report, visibility: new Sight(true) });
    const { lead, leads } = watch();
    tabs.listen(() => undefined)();
    tabs.post({ kind: 'left' });
    tabs.lead(lead('tab'));
    await leads('tab');
    expect(reported).toHaveLength(3);
    request.mockRestore();
    vi.unstubAllGlobals();
  });
});
