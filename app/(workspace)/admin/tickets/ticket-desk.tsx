'use client';

import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { VirtualizerHandle } from 'virtua';
import type { Rejection } from '../../../../protocol/index.ts';
import { useConnection } from '../../../_live/connection/hooks.ts';
import { useTicketCounts, useTickets } from '../../../_live/tickets/hooks.ts';
import { later } from '../../../_ui/later.tsx';
import { useFilterAddress, useTicketAddress } from './filter-address.ts';
import { FilterBar } from './filter-bar.tsx';
import { useNotesSent } from './note-box.ts';
import { RateStrip } from './rate-strip.tsx';
import { type DrawerView, TicketDrawer } from './ticket-drawer.tsx';
import { TicketFeed } from './ticket-feed.tsx';
import { useFeedKeys } from './use-feed-keys.ts';
import { useOpenedTicket } from './use-opened-ticket.ts';
import { useTicketActions } from './use-ticket-actions.ts';
import { useTicketDialogs } from './use-ticket-dialogs.ts';
import { useTicketSettings } from './use-ticket-settings.ts';

const TicketDialogs = later(() => import('./ticket-dialogs.tsx'));

const Title = () => {
  const t = useTranslations();
  const { open } = useTicketCounts();
  const { phase } = useConnection();
  return (
    <div className="flex h-14 shrink-0 items-center gap-3 border-b px-5 max-sm:px-3">
      <h1 className="font-semibold text-lg">{t('tickets.title')}</h1>
      <span className="text-soft">{t('frame.openTickets', { count: open })}</span>
      {phase === 'online' ? (
        <span className="ml-auto flex items-center gap-2 text-soft text-sm">
          <span aria-hidden className="size-2 rounded-full bg-online" />
          {t('tickets.live')}
        </span>
      ) : null}
    </div>
  );
};

// Where the next key is expected once the drawer is gone: on its row, if there is one.
const useReturnOfFocus = (ticket: string | null, scroller: RefObject<HTMLDivElement | null>) => {
  const before = useRef(ticket);
  useEffect(() => {
    const closed = before.current;
    before.current = ticket;
    if (closed === null || ticket !== null) return;
    if (document.activeElement !== document.body && document.activeElement !== null) return;
    const row = scroller.current?.querySelector<HTMLElement>(`[data-ticket="${CSS.escape(closed)}"]`);
    (row ?? scroller.current?.querySelector<HTMLElement>('[data-ticket]'))?.focus({ preventScroll: true });
  }, [ticket, scroller]);
};

/** What of an open ticket is in sight, and the keys that lead there. */
const useDrawer = (open: (rejection: Rejection) => void) => {
  const [view, setView] = useState<DrawerView>('ticket');
  const noteField = useRef<HTMLTextAreaElement>(null);
  const onDiscuss = useCallback(
    (rejection: Rejection) => {
      setView('discussion');
      open(rejection);
    },
    [open],
  );
  const onNote = useCallback(
    (rejection: Rejection) => {
      setView('ticket');
      open(rejection);
      requestAnimationFrame(() => noteField.current?.focus());
    },
    [open],
  );
  return { view, setView, noteField, onDiscuss, onNote };
};

/** The feed of rejected tickets, with what can be done about them. */
export const TicketDesk = () => {
  const { filter, setFilter, clear } = useFilterAddress();
  const { ticket, open, close } = useTicketAddress();
  const tickets = useTickets(filter);
  const actions = useTicketActions();
  const dialogs = useTicketDialogs();
  useTicketSettings();
  useNotesSent();
  const [currentId, setCurrentId] = useState<string | null>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const list = useRef<VirtualizerHandle>(null);
  const opened = useOpenedTicket(ticket, tickets.rejections);
  useReturnOfFocus(ticket, scroller);
  const { view, setView, noteField, onDiscuss, onNote } = useDrawer(open);
  const openRow = useCallback(
    (rejection: Rejection) => {
      setCurrentId(rejection.id);
      setView('ticket');
      open(rejection);
    },
    [open, setView],
  );
  const move = useCallback(
    (rejection: Rejection) => {
      setCurrentId(rejection.id);
      // An open drawer follows.
      if (ticket === null) return;
      setView('ticket');
      open(rejection);
    },
    [ticket, open, setView],
  );
  useFeedKeys({
    ...{
      rejections: tickets.rejections,
      currentId,
      opened: opened.rejection,
      list,
      scroller,
      actions,
      dialogs,
      filter,
    },
    ...{ onFilter: setFilter, onMove: move, onDiscuss, onNote, onClose: close },
  });
  return (
    <div className="relative flex min-w-0 flex-1">
      <main className="@container flex min-w-0 flex-1 flex-col">
        <Title />
        <RateStrip
          onReason={(reasonCode) => setFilter({ reasonCode })}
          onMinute={(from, until) =>
            // Both ends are left out by the filter, and the minute begins with its first moment.
            setFilter({
              occurredAfter: new Date(from - 1).toISOString(),
              occurredBefore: new Date(until).toISOString(),
            })
          }
        />
        <FilterBar filter={filter} onChange={setFilter} onClear={clear} />
        <TicketFeed
          tickets={tickets}
          isFiltered={Object.keys(filter).length > 0}
          onClear={clear}
          currentId={currentId}
          scroller={scroller}
          list={list}
          onOpen={openRow}
          onFocus={setCurrentId}
        />
      </main>
      {ticket === null ? null : (
        <TicketDrawer {...{ opened, actions, dialogs, view, noteField }} onView={setView} onClose={close} />
      )}
      {dialogs.question ? <TicketDialogs dialogs={dialogs} actions={actions} /> : null}
    </div>
  );
};
