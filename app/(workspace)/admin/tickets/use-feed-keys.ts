'use client';

import { type RefObject, useEffect } from 'react';
import type { VirtualizerHandle } from 'virtua';
import type { Rejection } from '../../../../protocol/index.ts';
import type { TicketFilter } from '../../../_live/tickets/state.ts';
import { isTyping } from '../../_frame/use-overlays.ts';
import { useLatest } from '../../use-latest.ts';
import type { FilterChange } from './filter-address.ts';
import { expected } from './pending-deeds.ts';
import type { TicketActions } from './use-ticket-actions.ts';
import type { TicketDialogs } from './use-ticket-dialogs.ts';

type FeedKeysOptions = {
  rejections: readonly Rejection[];
  currentId: string | null;
  /** The open one, which need not be in the list. */
  opened: Rejection | null;
  list: RefObject<VirtualizerHandle | null>;
  scroller: RefObject<HTMLDivElement | null>;
  actions: TicketActions;
  dialogs: TicketDialogs;
  filter: TicketFilter;
  onFilter: (change: FilterChange) => void;
  onMove: (rejection: Rejection) => void;
  onDiscuss: (ticket: Rejection) => void;
  onNote: (ticket: Rejection) => void;
  onClose: () => void;
};

/** What a key does with the ticket that is open or, without one, the one that is pointed to. */
const deedOf = (key: string, ticket: Rejection, options: FeedKeysOptions): (() => unknown) | null => {
  const { actions, dialogs, onDiscuss, onNote } = options;
  const isClosed = ticket.state === 'resolved';
  const deeds: Record<string, (() => unknown) | false> = {
    a: (ticket.state === 'open' || ticket.state === 'snoozed') && (() => actions.acknowledge(ticket)),
    r: !isClosed && (() => actions.resolve(ticket)),
    e: !isClosed && (() => dialogs.ask('resolve', ticket)),
    c: !isClosed && (() => dialogs.ask('duplicate', ticket)),
    s: !isClosed && (() => dialogs.ask('snooze', ticket)),
    o: (isClosed || ticket.state === 'snoozed') && (() => actions.reopen(ticket)),
    d: () => onDiscuss(ticket),
    n: () => onNote(ticket),
  };
  return deeds[key] || null;
};

const isUndo = ({ key, shiftKey }: KeyboardEvent): boolean => key === 'z' && !shiftKey;

/** j and k move; letters act, and z takes it back; m and u show mine and nobody's; / searches; Escape closes the drawer. */
export const useFeedKeys = (options: FeedKeysOptions): void => {
  const { rejections, currentId, opened, list, scroller, actions, filter, onFilter, onMove, onClose } = options;
  const latest = useLatest(options);
  useEffect(() => {
    const current = rejections.findIndex(({ id }) => id === currentId);
    const moveTo = (place: number) => {
      const next = rejections[place];
      if (!next) return;
      onMove(next);
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
      '/': () => document.querySelector<HTMLInputElement>('search input[type="search"]')?.focus(),
      Escape: onClose,
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || isTyping(event.target) || event.altKey) return;
      // A dialog or a list that lies over the feed has its own keys.
      if (document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]')) return;
      const known = opened ?? rejections[current];
      const isModified = event.ctrlKey || event.metaKey;
      // A key is about what is seen, which may be ahead of what is known.
      const deed = known && !isModified ? deedOf(event.key, expected(known), latest.current) : null;
      const action = isUndo(event) ? actions.undoLast : isModified ? null : (deed ?? plain[event.key]);
      if (!action) return;
      void action();
      event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [rejections, currentId, opened, list, scroller, actions, filter, latest, onFilter, onMove, onClose]);
};
