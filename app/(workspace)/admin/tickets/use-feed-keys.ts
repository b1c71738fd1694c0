'use client';

import { type RefObject, useEffect } from 'react';
import type { VirtualizerHandle } from 'virtua';
import type { Rejection } from '../../../../protocol/index.ts';
import { isTyping } from '../../_frame/use-overlays.ts';
import type { TicketActions } from './use-ticket-actions.ts';

type FeedKeysOptions = {
  rejections: readonly Rejection[];
  currentId: string | null;
  list: RefObject<VirtualizerHandle | null>;
  scroller: RefObject<HTMLDivElement | null>;
  actions: TicketActions;
  onMove: (id: string) => void;
  onClose: () => void;
};

/** j and k move, a acknowledges, r resolves, Escape closes the drawer. */
export const useFeedKeys = (options: FeedKeysOptions): void => {
  const { rejections, currentId, list, scroller, actions, onMove, onClose } = options;
  useEffect(() => {
    const current = rejections.findIndex(({ id }) => id === currentId);
    const moveTo = (place: number) => {
      const next = rejections[place];
      if (!next) return;
      onMove(next.id);
      list.current?.scrollToIndex(place, { align: 'nearest' });
      requestAnimationFrame(() =>
        scroller.current?.querySelector<HTMLElement>(`[data-place="${place}"]`)?.focus({ preventScroll: true }),
      );
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
      // A dialog or a list that lies over the feed has its own keys.
      if (document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]')) return;
      const rejection = rejections[current];
      if (event.key === 'j') moveTo(current + 1);
      else if (event.key === 'k') moveTo(current === -1 ? 0 : current - 1);
      else if (event.key === 'Escape') onClose();
      else if (event.key === 'a' && rejection?.state === 'open') void actions.acknowledge(rejection);
      else if (event.key === 'r' && rejection && rejection.state !== 'resolved') void actions.resolve(rejection);
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [rejections, currentId, list, scroller, actions, onMove, onClose]);
};
