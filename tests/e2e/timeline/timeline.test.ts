import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { buildHarness } from './build-harness.ts';
import { TimelinePage } from './timeline-page.ts';

let files: { script: string; style: string };
test.beforeAll(async () => {
  files = await buildHarness();
});

const lines = fc.constantFrom(1, 1, 1, 2, 3, 8, 20);
const some = fc.array(lines, { minLength: 1, maxLength: 6 });
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('arrive' as const), lines: some }) },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('wheel' as const),
      by: fc.constantFrom(-300, -700, -1_500, -4_000, 500, 6_000),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('arrive-and-wheel' as const),
      lines: some,
      by: fc.constantFrom(-700, -1_500, -3_000),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('pane' as const), open: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('change' as const), back: fc.nat({ max: 15 }), lines }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('send' as const), lines }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('rest' as const) }) },
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

const act = async (timeline: TimelinePage, now: Step): Promise<unknown> => {
  switch (now.do) {
    case 'arrive':
      return timeline.do('arrive', now.lines);
    case 'wheel':
      return timeline.wheel(now.by);
    case 'arrive-and-wheel':
      return Promise.all([timeline.do('arrive', now.lines), timeline.wheel(now.by)]);
    case 'pane':
      return timeline.do('pane', now.open);
    case 'change':
      return timeline.do('change', now.back, now.lines);
    case 'send':
      return timeline.do('send', now.lines);
    case 'rest':
      return timeline.atRest();
  }
};

/** Rows cover the view; and who reads further up does not see their text move when others write. */
const judge = async (timeline: TimelinePage): Promise<void> => {
  const sight = await timeline.atRest();
  expect(sight).toMatchObject({ blank: 0, doubled: 0 });
  if (sight.fromEnd < 100 || !sight.first) return;
  await timeline.do('arrive', [1, 8, 1]);
  const later = await timeline.atRest();
  expect(later).toMatchObject({ blank: 0, doubled: 0 });
  expect(await timeline.placeOf(sight.first.seq)).toBe(sight.first.top);
};

test('whatever arrives, grows, is opened and scrolled, rows cover the view, and nothing moves that is read', async ({
  browser,
}) => {
  const run = async (heights: number[], height: number, steps: Step[]) => {
    const timeline = await TimelinePage.open(browser, files, height);
    await timeline.do('open', heights, heights.length);
    await timeline.atRest();
    for (const [place, one] of steps.entries()) {
      await act(timeline, one);
      if (place % 4 === 3) await judge(timeline);
    }
    await judge(timeline);
    expect(timeline.errors).toEqual([]);
    await timeline.page.close();
  };
  await fc.assert(
    fc.asyncProperty(
      fc.array(lines, { minLength: 20, maxLength: 300 }),
      fc.integer({ min: 500, max: 900 }),
      fc.array(step, { minLength: 8, maxLength: 14 }),
      run,
    ),
    { seed: 22, numRuns: Number(process.env.TIMELINE_RUNS ?? 6), endOnFailure: true },
  );
});

test('who scrolls up in the moment in which messages arrive is not taken back to the end', async ({ browser }) => {
  const timeline = await TimelinePage.open(browser, files, 800);
  await timeline.do(
    'open',
    Array.from({ length: 120 }, (_, place) => 1 + (place % 4)),
    120,
  );
  expect((await timeline.atRest()).fromEnd).toBe(0);
  for (let round = 0; round < 5; round += 1) {
    await timeline.do('arrive', [1, 4, 1]);
    await timeline.wheel(-600);
    await timeline.do('arrive', [1, 1, 8]);
    const sight = await timeline.atRest();
    expect(sight.blank).toBe(0);
    expect(sight.fromEnd, `round ${round}`).toBeGreaterThan(500);
    await timeline.wheel(20_000);
    expect((await timeline.atRest()).fromEnd, `round ${round}`).toBe(0);
  }
  await timeline.page.close();
});

test('who scrolls up in the frame in which the end moved down has left it, though the view is further down than before', async ({
  browser,
}) => {
  const timeline = await TimelinePage.open(browser, files, 800);
  await timeline.do('open', Array<number>(60).fill(2), 60);
  expect((await timeline.atRest()).fromEnd).toBe(0);
  await timeline.page.evaluate(async () => {
    const view = document.querySelector('section[aria-busy]');
    if (!view) throw new Error('there is no timeline');
    const { scrollHeight } = view;
    Reflect.get(window, 'harness').send(20);
    // React draws in a microtask: no event of the browser comes in between.
    for (let turn = 0; turn < 50 && view.scrollHeight === scrollHeight; turn += 1) await null;
    if (view.scrollHeight === scrollHeight) throw new Error('nothing was drawn');
    view.dispatchEvent(new WheelEvent('wheel', { deltaY: -40, bubbles: true }));
    view.scrollTop -= 40;
  });
  expect((await timeline.atRest()).fromEnd).toBeGreaterThan(32);
  await timeline.page.close();
});

test('older messages that come above, together with new ones below, move nothing that is read', async ({ browser }) => {
  const timeline = await TimelinePage.open(browser, files, 800);
  await timeline.do(
    'open',
    Array.from({ length: 320 }, (_, place) => 1 + (place % 5)),
    320,
  );
  await timeline.atRest();
  await timeline.wheel(-2_000);
  for (const loaded of [203, 306]) {
    const { first } = await timeline.atRest();
    if (!first) throw new Error('nothing is in sight');
    await timeline.do('olderWith', [1, 8, 1]);
    const sight = await timeline.atRest();
    expect(await timeline.page.evaluate(() => Reflect.get(window, 'harness').loaded())).toBe(loaded);
    expect(sight).toMatchObject({ blank: 0, doubled: 0, first });
  }
  await timeline.page.close();
});
