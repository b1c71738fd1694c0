import type { CSSProperties } from 'react';

/**
 * Style of an invisible element that covers `target` exactly. Radix places a menu or a hint beside its own trigger;
 * with a stand-in for the trigger, its code can come after the button that it belongs to.
 */
export const standInFor = (target: Element): CSSProperties => {
  const { left, top, width, height } = target.getBoundingClientRect();
  return { position: 'fixed', left, top, width, height, pointerEvents: 'none' };
};
