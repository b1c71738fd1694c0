'use client';

import { type RefObject, useEffect } from 'react';
import type { VirtualizerHandle } from 'virtua';
import type { Rejection } from '../../../../protocol/index.ts';
import type { TicketFilter } from '../../../_live/tickets/state.ts';
import { isTyping } from '../../_frame/use-overlays.ts';
import type { FilterChange } from './filter-address.ts';
import type { TicketActions } from './use-ticket-actions.ts';

type FeedKeysOptions = {
  rejections: readonly Rejection[];
  currentId: string | null;
  /** The open one, which need not be in the list. */
  opened: Rejection | null;
  list: RefObject<VirtualizerHandle | null>;
  scroller: RefObject<HTMLDivElement | null>;
  actions: TicketActions;
  filter: TicketFilter;
  onFilter: (change: FilterChange) => void;
  onMove: (id: string) => void;
  onClose: () => void;
};

/** What a key does with the ticket that is open or, without one, the one that is pointed to. */
const deedOf = (key: string, ticket: Rejection, actions: TicketActions): (() => unknown) | null => {
  if (key === 'a' && ticket.state === 'open') return () => actions.acknowledge(ticket);
  if (key === 'r' && ticket.state !== 'resolved') return () => actions.resolve(ticket);
  if (key === 'o' && ticket.state === 'resolved') return () => actions.reopen(ticket);
  return null;
};

const isUndo = ({ key, shiftKey }: KeyboardEvent): boolean => key === 'z' && !shiftKey;

/** j and k move; a, r and o act and z takes it back; m and u show mine and nobody's; Escape closes the drawer. */
export const useFeedKeys = (options: FeedKeysOptions): void => {
  const { rejections, currentId, opened, list, scroller, actions, filter, onFilter, onMove, onClose } = options;
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
    const toggle = (whose: 'me' | 'nobody') => onFilter({ assigneeId: filter.assigneeId === whose ? null : whose });
    const plain: Record<string, () => unknown> = {
      j: () => moveTo(current + 1),
      k: () => moveTo(current === -1 ? 0 : current - 1),
      m: () => toggle('me'),
      u: () => toggle('nobody'),
      Escape: onClose,
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || isTyping(event.target) || event.altKey) return;
      // A dialog or a list that lies over the feed has its own keys.
      if (document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]')) return;
      const ticket = opened ?? rejections[current];
      const isModified = event.ctrlKey || event.metaKey;
      const deed = ticket && !isModified ? deedOf(event.key, ticket, actions) : null;
      const action = isUndo(event) ? actions.undoLast : isModified ? null : (deed ?? plain[event.key]);
      if (!action) return;
      void action();
      event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [rejections, currentId, opened, list, scroller, actions, filter, onFilter, onMove, onClose]);
};
