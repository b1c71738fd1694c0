'use client';

import { ArrowUp, CloudOff, PartyPopper, SearchX } from 'lucide-react';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Virtualizer, type VirtualizerHandle } from 'virtua';
import type { Rejection } from '../../../../protocol/index.ts';
import type { Tickets } from '../../../_live/hooks.ts';
import { Button } from '../../../_ui/button.tsx';
import { cn } from '../../../_ui/class-names.ts';
import { Empty } from '../../../_ui/empty.tsx';
import { useErrorText } from '../../../_ui/error-text.ts';
import { Skeleton } from '../../../_ui/skeleton.tsx';
import { columns, fromWide, TicketRow } from './ticket-row.tsx';

const ahead = 600;
const away = 24;

const Header = () => {
  const t = useTranslations('tickets');
  return (
    <div className={cn(columns, 'h-8 shrink-0 border-b bg-panel text-faint text-xs @max-3xl:hidden')}>
      <span />
      <span>{t('ticket')}</span>
      <span>{t('ticketTitle')}</span>
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

// What was there when the list was opened does not fade in, and nothing fades in twice.
const useArrivals = (rejections: readonly Rejection[], ready: boolean) => {
  const known = useRef<Set<string> | null>(null);
  const [arrived, setArrived] = useState<ReadonlySet<string>>(new Set());
  useEffect(() => {
    if (!ready) return;
    const before = known.current;
    known.current = new Set(rejections.map(({ id }) => id));
    if (!before) return;
    const first = rejections.find(({ id }) => before.has(id));
    const fresh = rejections.filter(({ id, seq }) => !before.has(id) && (!first || seq > first.seq));
    if (fresh.length === 0) return;
    setArrived(new Set(fresh.map(({ id }) => id)));
    const timer = setTimeout(() => setArrived(new Set()), 1_000);
    return () => clearTimeout(timer);
  }, [rejections, ready]);
  return arrived;
};

type TicketFeedProps = {
  tickets: Tickets;
  isFiltered: boolean;
  currentId: string | null;
  scroller: RefObject<HTMLDivElement | null>;
  list: RefObject<VirtualizerHandle | null>;
  onOpen: (id: string) => void;
  onFocus: (id: string) => void;
};

export const TicketFeed = ({ tickets, isFiltered, currentId, scroller, list, onOpen, onFocus }: TicketFeedProps) => {
  const t = useTranslations();
  const errorText = useErrorText();
  const { status, rejections, hasMore, loadingMore, newCount, loadMore, hold } = tickets;
  const arrived = useArrivals(rejections, status === 'ready');
  const onScroll = (offset: number) => {
    hold(offset > away);
    const element = scroller.current;
    if (!element || !hasMore || loadingMore) return;
    if (element.scrollHeight - element.clientHeight - offset < ahead) loadMore();
  };
  const toTop = () => {
    hold(false);
    list.current?.scrollTo(0);
  };
  if (status === 'error')
    return (
      <Empty
        icon={<CloudOff aria-hidden />}
        title={t('tickets.errorTitle')}
        hint={tickets.error ? errorText(tickets.error) : undefined}
      />
    );
  if (status === 'ready' && rejections.length === 0)
    return isFiltered ? (
      <Empty icon={<SearchX aria-hidden />} title={t('tickets.noMatchTitle')} hint={t('tickets.noMatchHint')} />
    ) : (
      <Empty icon={<PartyPopper aria-hidden />} title={t('tickets.emptyTitle')} hint={t('tickets.emptyHint')} />
    );
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
            <ArrowUp aria-hidden /> {t('tickets.newCount', { count: newCount })}
          </Button>
        ) : null}
        <div ref={scroller} className="h-full overflow-y-auto">
          {status === 'loading' ? <Loading /> : null}
          <section aria-label={t('tickets.feed')} aria-busy={status === 'loading'}>
            <Virtualizer ref={list} scrollRef={scroller} as="ol" item="li" onScroll={onScroll}>
              {rejections.map((rejection, place) => (
                <TicketRow
                  key={rejection.id}
                  rejection={rejection}
                  place={place}
                  current={rejection.id === currentId}
                  isNew={arrived.has(rejection.id)}
                  onOpen={onOpen}
                  onFocus={onFocus}
                />
              ))}
            </Virtualizer>
          </section>
          {loadingMore ? <Skeleton className="mx-5 my-3 h-4" /> : null}
        </div>
      </div>
    </>
  );
};
