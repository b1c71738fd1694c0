'use client';

import { createContext, useContext } from 'react';

export type OverlaysValue = {
  openPalette: () => void;
  openShortcuts: () => void;
  openNewMessage: () => void;
  openNewRoom: () => void;
  openBrowseRooms: () => void;
  openQuiet: () => void;
  openStatus: () => void;
};

export const OverlaysContext = createContext<OverlaysValue | null>(null);

/** Opens the dialogs that are reachable from everywhere. */
export const useOverlays = (): OverlaysValue => {
  const value = useContext(OverlaysContext);
  if (!value) throw new Error('useOverlays needs Overlays above it');
  return value;
};

/** Whether a key press there belongs to a text that is being written. */
export const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'));
