'use client';

import dynamic from 'next/dynamic';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { isTyping, OverlaysContext, type OverlaysValue } from './use-overlays.ts';

// Loaded when first asked for: none of them is needed to read and write.
const Palette = dynamic(() => import('./palette.tsx'), { ssr: false });
const Shortcuts = dynamic(() => import('./shortcuts.tsx'), { ssr: false });
const NewMessage = dynamic(() => import('./new-message.tsx'), { ssr: false });
const NewRoom = dynamic(() => import('./new-room.tsx'), { ssr: false });
const BrowseRooms = dynamic(() => import('./browse-rooms.tsx'), { ssr: false });

const dialogs = {
  palette: Palette,
  shortcuts: Shortcuts,
  newMessage: NewMessage,
  newRoom: NewRoom,
  browseRooms: BrowseRooms,
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
