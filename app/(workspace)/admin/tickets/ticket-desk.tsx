'use client';

import { useCallback, useMemo, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { VirtualizerHandle } from 'virtua';
import type { Rejection } from '../../../../protocol/index.ts';
import { useConnection, useTicketCounts, useTickets } from '../../../_live/hooks.ts';
import { useFilterAddress } from './filter-address.ts';
import { FilterBar } from './filter-bar.tsx';
import { RateStrip } from './rate-strip.tsx';
import { TicketDrawer } from './ticket-drawer.tsx';
import { TicketFeed } from './ticket-feed.tsx';
import { useFeedKeys } from './use-feed-keys.ts';
import { useTicketActions } from './use-ticket-actions.ts';

const Title = () => {
  const t = useTranslations('tickets');
  const { open } = useTicketCounts();
  const { phase } = useConnection();
  return (
    <div className="flex h-14 shrink-0 items-center gap-3 border-b px-5 max-sm:px-3">
      <h1 className="font-semibold text-lg">{t('title')}</h1>
      <span className="text-soft">{t('openCount', { count: open })}</span>
      {phase === 'online' ? (
        <span className="ml-auto flex items-center gap-2 text-soft text-sm">
          <span aria-hidden className="size-2 rounded-full bg-online" />
          {t('live')}
        </span>
      ) : null}
    </div>
  );
};

// The drawer keeps what it shows when an action moves the rejection out of the filtered list.
const useOpened = (rejections: readonly Rejection[], openId: string | null) => {
  const last = useRef<Rejection | null>(null);
  const found = rejections.find(({ id }) => id === openId);
  if (found) last.current = found;
  return openId === null ? null : (found ?? (last.current?.id === openId ? last.current : null));
};

/** The feed of rejected tickets, with what can be done about them. */
export const TicketDesk = () => {
  const { filter, setFilter, clear } = useFilterAddress();
  const tickets = useTickets(filter);
  const actions = useTicketActions();
  const [currentId, setCurrentId] = useState<string | null>(null);
  const [openId, setOpenId] = useState<string | null>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const list = useRef<VirtualizerHandle>(null);
  const opened = useOpened(tickets.rejections, openId);
  const reasons = useMemo(
    () => [...new Set(tickets.rejections.map(({ reasonCode }) => reasonCode))].sort(),
    [tickets.rejections],
  );
  const open = useCallback((id: string) => {
    setCurrentId(id);
    setOpenId(id);
  }, []);
  const close = useCallback(() => setOpenId(null), []);
  const move = useCallback((id: string) => {
    setCurrentId(id);
    // An open drawer follows.
    setOpenId((before) => (before === null ? null : id));
  }, []);
  useFeedKeys({ rejections: tickets.rejections, currentId, list, scroller, actions, onMove: move, onClose: close });
  return (
    <div className="relative flex min-w-0 flex-1">
      <main className="@container flex min-w-0 flex-1 flex-col">
        <Title />
        <RateStrip onChoose={(reasonCode) => setFilter('reasonCode', reasonCode)} />
        <FilterBar filter={filter} reasons={reasons} onChange={setFilter} onClear={clear} />
        <TicketFeed
          tickets={tickets}
          isFiltered={Object.keys(filter).length > 0}
          currentId={currentId}
          scroller={scroller}
          list={list}
          onOpen={open}
          onFocus={setCurrentId}
        />
      </main>
      {opened ? <TicketDrawer rejection={opened} actions={actions} onClose={close} /> : null}
    </div>
  );
};
