'use client';

import { useEffect, useState } from 'react';
import { later } from './later.tsx';

const HintBubble = later(() => import('./hint-bubble.tsx'));
const patience = 400;

const hinted = (target: EventTarget | null): HTMLElement | null =>
  target instanceof Element ? target.closest<HTMLElement>('[data-hint]') : null;

/** Shows the hints of the whole page, one at a time; what draws them is loaded with the first. */
export const Hints = () => {
  const [target, setTarget] = useState<HTMLElement | null>(null);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const show = (element: HTMLElement | null, wait: number) => {
      clearTimeout(timer);
      if (element) timer = setTimeout(() => setTarget(element), wait);
      else setTarget(null);
    };
    const onOver = (event: PointerEvent) => event.pointerType === 'mouse' && show(hinted(event.target), patience);
    const onFocus = (event: FocusEvent) => {
      const element = hinted(event.target);
      show(element?.matches(':focus-visible') ? element : null, 0);
    };
    const hide = () => show(null, 0);
    document.addEventListener('pointerover', onOver);
    document.addEventListener('focusin', onFocus);
    document.addEventListener('pointerdown', hide);
    document.addEventListener('keydown', hide);
    document.addEventListener('scroll', hide, true);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('pointerover', onOver);
      document.removeEventListener('focusin', onFocus);
      document.removeEventListener('pointerdown', hide);
      document.removeEventListener('keydown', hide);
      document.removeEventListener('scroll', hide, true);
    };
  }, []);
  return target?.isConnected ? <HintBubble key={target.dataset.hint} target={target} /> : null;
};
