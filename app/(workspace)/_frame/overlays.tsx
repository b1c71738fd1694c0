'use client';

import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { later } from '../../_ui/later.tsx';
import { KeysHeldBack } from './keys-held-back.tsx';
import { isTyping, OverlaysContext, type OverlaysValue } from './use-overlays.ts';

// Loaded when first asked for: none of them is needed to read and write.
const Palette = later(() => import('./palette.tsx'), KeysHeldBack);
const Shortcuts = later(() => import('./shortcuts.tsx'));
const NewMessage = later(() => import('./new-message.tsx'));
const NewRoom = later(() => import('./new-room.tsx'));
const BrowseRooms = later(() => import('./browse-rooms.tsx'));
const QuietDialog = later(() => import('./quiet-dialog.tsx'));
const StatusDialog = later(() => import('./status-dialog.tsx'));

const dialogs = {
  palette: Palette,
  shortcuts: Shortcuts,
  newMessage: NewMessage,
  newRoom: NewRoom,
  browseRooms: BrowseRooms,
  status: StatusDialog,
  quiet: QuietDialog,
} as const;
type Overlay = keyof typeof dialogs;

export const Overlays = ({ children }: { children: ReactNode }) => {
  const [overlay, setOverlay] = useState<Overlay | null>(null);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() === 'k' && (event.metaKey || event.ctrlKey) && !event.shiftKey && !event.altKey) {
        event.preventDefault();
        setOverlay((open) => (open === 'palette' ? null : 'palette'));
      } else if (event.key === '?' && !isTyping(event.target) && !event.metaKey && !event.ctrlKey) {
        event.preventDefault();
        setOverlay('shortcuts');
      }
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
  const value = useMemo<OverlaysValue>(
    () => ({
      openPalette: () => setOverlay('palette'),
      openShortcuts: () => setOverlay('shortcuts'),
      openNewMessage: () => setOverlay('newMessage'),
      openNewRoom: () => setOverlay('newRoom'),
      openBrowseRooms: () => setOverlay('browseRooms'),
      openQuiet: () => setOverlay('quiet'),
      openStatus: () => setOverlay('status'),
    }),
    [],
  );
  const Open = overlay ? dialogs[overlay] : null;
  return (
    <OverlaysContext value={value}>
      {children}
      {Open ? <Open onClose={() => setOverlay(null)} /> : null}
    </OverlaysContext>
  );
};
