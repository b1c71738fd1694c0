'use client';

import { useEffect } from 'react';
import { rescueFocus } from './focus.ts';

const pathOf = (element: Element): Element[] => {
  const path: Element[] = [];
  for (let each: Element | null = element; each; each = each.parentElement) path.push(each);
  return path;
};

/**
 * The focus never falls to the page: a button that is gone after it was pressed, or cannot be pressed while it works,
 * hands it on to what stands around it. Whoever has a better place in mind moves it there first.
 */
export const FocusKeeper = () => {
  useEffect(() => {
    let path: Element[] = [];
    let frame = 0;
    const remember = ({ target }: FocusEvent) => {
      if (target instanceof Element && target !== document.body) path = pathOf(target);
    };
    const isLost = () => {
      const [last] = path;
      return last !== undefined && (!last.isConnected || last.matches(':disabled'));
    };
    const watch = new MutationObserver(() => {
      if (frame !== 0 || !isLost()) return;
      // After dialogs that close have moved it themselves, which they do a moment later.
      frame = requestAnimationFrame(() => {
        frame = requestAnimationFrame(() => {
          frame = 0;
          if (isLost()) rescueFocus(path);
        });
      });
    });
    document.addEventListener('focusin', remember);
    watch.observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ['disabled'] });
    return () => {
      document.removeEventListener('focusin', remember);
      cancelAnimationFrame(frame);
      watch.disconnect();
    };
  }, []);
  return null;
};
