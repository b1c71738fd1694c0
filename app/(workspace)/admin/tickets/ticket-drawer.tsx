'use client';

import { CloudOff, ExternalLink, Link2, SearchX, TriangleAlert, X } from 'lucide-react';
import { useTranslations } from 'use-intl';
import type { Rejection } from '../../../../protocol/index.ts';
import { Button, buttonLook } from '../../../_ui/button.tsx';
import { Empty } from '../../../_ui/empty.tsx';
import { useErrorText } from '../../../_ui/error-text.ts';
import { IconButton } from '../../../_ui/icon-button.tsx';
import { Skeleton } from '../../../_ui/skeleton.tsx';
import { toast } from '../../../_ui/toast.ts';
import { ReasonSign } from './reason-sign.tsx';
import { TicketDeeds } from './ticket-deeds.tsx';
import { TicketFields } from './ticket-fields.tsx';
import { TicketHistory } from './ticket-history.tsx';
import { TicketRaw } from './ticket-raw.tsx';
import type { OpenedTicket } from './use-opened-ticket.ts';
import type { TicketActions } from './use-ticket-actions.ts';

const CopyLink = ({ rejection }: { rejection: Rejection }) => {
  const t = useTranslations('tickets');
  const copy = async () => {
    const link = new URL(window.location.href);
    link.search = `?${new URLSearchParams({ ticket: rejection.id })}`;
    try {
      await navigator.clipboard.writeText(link.href);
      toast.success(t('linkCopied'));
    } catch {
      toast.error(t('copyFailed'));
    }
  };
  return (
    <IconButton label={t('copyLink')} onClick={() => void copy()}>
      <Link2 />
    </IconButton>
  );
};

const Content = ({ rejection, opened }: { rejection: Rejection; opened: OpenedTicket }) => {
  const t = useTranslations('tickets');
  return (
    <div className="min-h-0 flex-1 overflow-y-auto px-4 py-4">
      <h2 dir="auto" className="wrap-anywhere font-semibold text-lg">
        {rejection.title}
      </h2>
      {rejection.conflicts > 0 ? (
        <p className="mt-2 flex items-start gap-2 rounded-md bg-panel p-3 text-sm text-warning-ink">
          <TriangleAlert className="mt-0.5 size-4 shrink-0" aria-hidden />
          {t('conflicts', { count: rejection.conflicts })}
        </p>
      ) : null}
      <div className="my-3 rounded-md bg-panel p-3">
        <p className="mb-1 flex font-medium text-sm">
          <ReasonSign reasonCode={rejection.reasonCode} />
        </p>
        <p dir="auto" className="wrap-anywhere whitespace-pre-wrap">
          {rejection.reason}
        </p>
      </div>
      <TicketFields rejection={rejection} />
      <TicketHistory rejection={rejection} history={opened.details?.history ?? []} />
      {opened.details ? <TicketRaw raw={opened.details.raw} conflicting={opened.details.conflicting} /> : null}
    </div>
  );
};

/** No ticket (yet): there is none, it cannot be had, or it is on its way. */
const Without = ({ opened: { error, retry }, onClose }: { opened: OpenedTicket; onClose: () => void }) => {
  const t = useTranslations();
  const errorText = useErrorText();
  if (!error)
    return (
      <div className="flex flex-1 flex-col gap-3 p-4" aria-busy>
        <Skeleton className="h-5 w-2/3" />
        <Skeleton className="h-20 w-full" />
      </div>
    );
  if (error.code === 'not_found')
    return (
      <Empty icon={<SearchX aria-hidden />} title={t('tickets.unknownTitle')} hint={t('tickets.unknownHint')}>
        <Button onClick={onClose}>{t('tickets.backToFeed')}</Button>
      </Empty>
    );
  return (
    <Empty icon={<CloudOff aria-hidden />} title={t('tickets.unavailableTitle')} hint={errorText(error)}>
      <Button onClick={retry}>{t('actions.retry')}</Button>
    </Empty>
  );
};

type TicketDrawerProps = { opened: OpenedTicket; actions: TicketActions; onClose: () => void };

/** Everything about one rejection; the feed beside it stays in reach. */
export const TicketDrawer = ({ opened, actions, onClose }: TicketDrawerProps) => {
  const t = useTranslations();
  const { rejection } = opened;
  return (
    <aside
      aria-label={rejection ? t('tickets.drawer', { ticket: rejection.ticketId }) : t('tickets.ticket')}
      className="flex w-100 shrink-0 flex-col border-l bg-canvas max-xl:absolute max-xl:inset-y-0 max-xl:right-0 max-xl:z-20 max-xl:shadow-raised max-sm:w-full max-sm:border-0"
    >
      <div className="flex h-14 shrink-0 items-center gap-2 border-b pr-2 pl-4">
        <bdi className="min-w-0 flex-1 truncate font-mono text-soft text-sm">{rejection?.ticketId}</bdi>
        {rejection?.url ? (
          <a
            href={rejection.url}
            target="_blank"
            rel="noopener noreferrer nofollow"
            className={buttonLook({ kind: 'ghost', size: 'sm' })}
          >
            <ExternalLink aria-hidden /> {t('tickets.openLink')}
          </a>
        ) : null}
        {rejection ? <CopyLink rejection={rejection} /> : null}
        <IconButton label={t('actions.close')} onClick={onClose}>
          <X />
        </IconButton>
      </div>
      {rejection ? (
        <>
          <Content rejection={rejection} opened={opened} />
          <TicketDeeds rejection={rejection} actions={actions} />
        </>
      ) : (
        <Without opened={opened} onClose={onClose} />
      )}
    </aside>
  );
};
