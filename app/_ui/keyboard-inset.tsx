'use client';

import { useEffect } from 'react';

const least = 100;

type Sight = { innerHeight: number; viewport: { height: number; scale: number } };

/**
 * How much of the window the on-screen keyboard covers, in pixels. Where the window shrinks for it, nothing is covered;
 * what is small is a bar of the browser, and a page that is magnified shows less of itself for another reason.
 */
export const keyboardHeight = ({ innerHeight, viewport: { height, scale } }: Sight): number => {
  const covered = Math.round(innerHeight - height);
  return scale <= 1.01 && covered >= least ? covered : 0;
};

/** Safari on iPhones lays the keyboard over the page: the frame ends above it, so that the message field can be seen. */
export const KeyboardInset = () => {
  useEffect(() => {
    const viewport = window.visualViewport;
    if (!viewport) return;
    const measure = () => {
      const height = keyboardHeight({ innerHeight: window.innerHeight, viewport });
      document.documentElement.style.setProperty('--keyboard', `${height}px`);
      // Safari also pushes the page up, whose top would then be out of sight.
      if (height > 0 && window.scrollY > 0) window.scrollTo(0, 0);
    };
    measure();
    viewport.addEventListener('resize', measure);
    viewport.addEventListener('scroll', measure);
    return () => {
      viewport.removeEventListener('resize', measure);
      viewport.removeEventListener('scroll', measure);
    };
  }, []);
  return null;
};
