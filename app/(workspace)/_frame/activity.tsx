'use client';

import { useEffect } from 'react';
import { useLive } from '../../_live/core/hooks.ts';

/** Whoever has touched nothing for so long is away. */
const rest = 5 * 60_000;
/** How often it is looked at; the clock of a hidden page ticks once a minute. */
const pace = 15_000;
const deeds = ['keydown', 'pointerdown', 'pointermove', 'wheel', 'focus'] as const;

/** Tells the server when nobody is at this page any more, and when somebody is again; nothing else, so seldom. */
export default function Activity() {
  const live = useLive();
  useEffect(() => {
    let last = Date.now();
    const look = () => live.setActive(Date.now() - last < rest);
    const act = () => {
      last = Date.now();
      if (!live.store.getState().active) look();
    };
    const onVisible = () => document.visibilityState === 'visible' && act();
    const timer = setInterval(look, pace);
    for (const deed of deeds) window.addEventListener(deed, act, { passive: true, capture: true });
    document.addEventListener('visibilitychange', onVisible);
    return () => {
      clearInterval(timer);
      for (const deed of deeds) window.removeEventListener(deed, act, { capture: true });
      document.removeEventListener('visibilitychange', onVisible);
    };
  }, [live]);
  return null;
}
