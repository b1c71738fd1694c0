'use client';

import { ArrowUp, CloudOff, SearchX } from 'lucide-react';
import { type RefObject, useEffect, useRef } from 'react';
import { useTranslations } from 'use-intl';
import { Virtualizer, type VirtualizerHandle } from 'virtua';
import type { Rejection } from '../../../../protocol/index.ts';
import type { Tickets } from '../../../_live/tickets/hooks.ts';
import { Button } from '../../../_ui/button.tsx';
import { cn } from '../../../_ui/class-names.ts';
import { Empty } from '../../../_ui/empty.tsx';
import { useErrorText } from '../../../_ui/error-text.ts';
import { useMoments } from '../../../_ui/moments.ts';
import { Skeleton } from '../../../_ui/skeleton.tsx';
import { NoTickets } from './no-tickets.tsx';
import { columns, fromWide, TicketRow } from './ticket-row.tsx';

const ahead = 600;
const away = 24;

const Header = () => {
  const t = useTranslations('tickets');
  return (
    <div className={cn(columns, 'h-8 shrink-0 border-b bg-panel text-faint text-xs @max-3xl:hidden')}>
      <span />
      <span>{t('ticket')}</span>
      <span>
        {t('ticketTitle')} <span className="ml-2">↓ {t('order')}</span>
      </span>
      <span>{t('reason')}</span>
      <span className={fromWide}>{t('rejectedBy')}</span>
      <span>{t('age')}</span>
      <span>{t('state')}</span>
      <span className={fromWide}>{t('assignee')}</span>
    </div>
  );
};

const Loading = () => (
  <div>
    {[72, 48, 60, 80, 52, 66, 44, 70].map((width) => (
      <div key={width} className="flex h-16 items-center @3xl:h-11 gap-4 border-b px-5">
        <Skeleton className="size-4" />
        <div style={{ width: `${width}%` }}>
          <Skeleton className="h-3" />
        </div>
      </div>
    ))}
  </div>
);

const fading = 1_000;

// What was there when the list was opened does not fade in, and nothing fades in twice. Nothing is drawn again for it: a
// row looks here when it is drawn.
const useArrivals = (rejections: readonly Rejection[], ready: boolean) => {
  const settled = useRef(Number.POSITIVE_INFINITY);
  const top = rejections[0]?.seq ?? 0;
  useEffect(() => {
    if (!ready) return;
    if (settled.current === Number.POSITIVE_INFINITY) settled.current = top;
    const timer = setTimeout(() => {
      settled.current = Math.max(settled.current, top);
    }, fading);
    return () => clearTimeout(timer);
  }, [top, ready]);
  return settled;
};

/** Where a search ended that found little on its way. */
const SearchedTo = ({ tickets: { searchedTo, loadingMore, loadMore } }: { tickets: Tickets }) => {
  const t = useTranslations('tickets');
  const moments = useMoments();
  if (searchedTo === null) return null;
  return (
    <p className="flex flex-wrap items-center justify-center gap-x-3 gap-y-1 px-5 py-3 text-soft text-sm" role="status">
      {t('searchedTo', { time: moments.full(Date.parse(searchedTo)) })}
      <Button kind="link" size="inline" disabled={loadingMore} onClick={loadMore}>
        {loadingMore ? t('searching') : t('searchOn')}
      </Button>
    </p>
  );
};

type NothingProps = { tickets: Tickets; isFiltered: boolean; onClear: () => void };

const Nothing = ({ tickets, isFiltered, onClear }: NothingProps) => {
  const t = useTranslations('tickets');
  const clear = <Button onClick={onClear}>{t('clearFilters')}</Button>;
  if (!isFiltered) return <NoTickets />;
  if (tickets.hasMore)
    return (
      <Empty icon={<SearchX aria-hidden />} title={t('noMatchYetTitle')}>
        <SearchedTo tickets={tickets} />
        {clear}
      </Empty>
    );
  return (
    <Empty icon={<SearchX aria-hidden />} title={t('noMatchTitle')} hint={t('noMatchHint')}>
      {clear}
    </Empty>
  );
};

const Failed = ({ tickets: { error, retry } }: { tickets: Tickets }) => {
  const t = useTranslations();
  const errorText = useErrorText();
  const isTooSlow = error?.data?.reason === 'too_slow';
  return (
    <Empty
      icon={<CloudOff aria-hidden />}
      title={t('tickets.errorTitle')}
      hint={isTooSlow ? t('tickets.tooSlow') : error && errorText(error)}
    >
      <Button onClick={retry}>{t('actions.retry')}</Button>
    </Empty>
  );
};

type TicketFeedProps = {
  tickets: Tickets;
  isFiltered: boolean;
  onClear: () => void;
  currentId: string | null;
  scroller: RefObject<HTMLDivElement | null>;
  list: RefObject<VirtualizerHandle | null>;
  onOpen: (rejection: Rejection) => void;
  onFocus: (id: string) => void;
};

export const TicketFeed = (props: TicketFeedProps) => {
  const { tickets, isFiltered, onClear, currentId, scroller, list, onOpen, onFocus } = props;
  const t = useTranslations();
  const { status, rejections, hasMore, loadingMore, newCount, newMore, searchedTo, loadMore, hold } = tickets;
  const settled = useArrivals(rejections, status === 'ready');
  const onScroll = (offset: number) => {
    hold(offset > away);
    const element = scroller.current;
    if (!element || !hasMore || loadingMore || searchedTo !== null) return;
    if (element.scrollHeight - element.clientHeight - offset < ahead) loadMore();
  };
  const toTop = () => {
    hold(false);
    list.current?.scrollTo(0);
  };
  if (status === 'error') return <Failed tickets={tickets} />;
  if (status === 'ready' && rejections.length === 0)
    return <Nothing tickets={tickets} isFiltered={isFiltered} onClear={onClear} />;
  return (
    <>
      <Header />
      <div className="relative min-h-0 flex-1">
        {newCount > 0 ? (
          <Button
            kind="primary"
            size="pill"
            onClick={toTop}
            className="-translate-x-1/2 absolute top-2 left-1/2 z-10 animate-appear shadow-raised"
          >
            <ArrowUp aria-hidden /> {t(newMore ? 'tickets.newMore' : 'tickets.newCount', { count: newCount })}
          </Button>
        ) : null}
        <div ref={scroller} className="h-full overflow-y-auto">
          {status === 'loading' ? <Loading /> : null}
          <section aria-label={t('tickets.feed')} aria-busy={status === 'loading'}>
            <Virtualizer data={rejections} ref={list} scrollRef={scroller} as="ol" item="li" onScroll={onScroll}>
              {(rejection, place) => (
                <TicketRow
                  key={rejection.id}
                  rejection={rejection}
                  place={place}
                  current={rejection.id === currentId}
                  isNew={rejection.seq > settled.current}
                  onOpen={onOpen}
                  onFocus={onFocus}
                />
              )}
            </Virtualizer>
          </section>
          {loadingMore && searchedTo === null ? <Skeleton className="mx-5 my-3 h-4" /> : null}
          <SearchedTo tickets={tickets} />
        </div>
      </div>
    </>
  );
};
