import fc from 'fast-check';
import type { Page, World } from './world.ts';

/** What a network, a server and a browser may do to pages that know nothing of it. */
export const networkSteps = (pages: number) => {
  const page = fc.nat({ max: pages - 1 });
  const at = fc.nat({ max: 3 });
  const outcome = fc.constantFrom('done', 'done', 'done', 'unavailable', 'unanswered');
  return [
    {
      weight: 8,
      arbitrary: fc.record({ do: fc.constant('serve'), page, outcome, lag: fc.constantFrom(0, 0, 0, 1, 3) }),
    },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('serve-late'), page }) },
    { weight: 10, arbitrary: fc.record({ do: fc.constant('deliver'), page, at }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('drop'), page, at }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('repeat'), page, at }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('cut'), page }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('reload'), page }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('flow'), page }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('wait') }) },
  ] as fc.MaybeWeightedArbitrary<NetworkStep>[];
};

export type NetworkStep =
  | { do: 'serve'; page: number; outcome: 'done' | 'unavailable' | 'unanswered'; lag: number }
  | { do: 'deliver' | 'drop' | 'repeat'; page: number; at: number }
  | { do: 'serve-late' | 'cut' | 'reload' | 'flow'; page: number }
  | { do: 'wait' };

/** Events may be lost, doubled and overtaken; an answer comes at most once, and the word that a socket is open comes first. */
const pick = (from: Page, at: number, kinds: readonly string[]) => {
  if (from.toClient[0]?.kind === 'opened') return kinds.includes('opened') ? 0 : -1;
  const index = Math.min(at, from.toClient.length - 1);
  return kinds.includes(from.toClient[index]?.kind ?? '') ? index : -1;
};

export const pageAt = (world: World, at: number): Page => {
  const page = world.pages[at];
  if (!page) throw new Error(`no page ${at}`);
  return page;
};

export const disturb = (world: World, step: NetworkStep) => {
  if (step.do === 'wait') return void world.clock.next();
  const page = pageAt(world, step.page);
  switch (step.do) {
    case 'serve':
      return world.serve(page, step.outcome, step.lag);
    case 'serve-late':
      return world.serve(page, 'done', 0, true);
    case 'deliver': {
      const at = pick(page, step.at, ['opened', 'event', 'answer']);
      return at < 0 ? undefined : page.toClient.splice(at, 1)[0]?.deliver();
    }
    case 'drop': {
      const at = pick(page, step.at, ['event']);
      return at < 0 ? undefined : void page.toClient.splice(at, 1);
    }
    case 'repeat': {
      const at = pick(page, step.at, ['event']);
      return at < 0 ? undefined : page.toClient[at]?.deliver();
    }
    case 'flow':
      return world.flow(page);
    case 'cut':
      return page.cut();
    case 'reload':
      return world.reload(step.page);
  }
};
