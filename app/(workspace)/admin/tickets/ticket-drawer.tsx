'use client';

import { CloudOff, ExternalLink, Link2, SearchX, TriangleAlert, X } from 'lucide-react';
import { type RefObject, useCallback } from 'react';
import { useTranslations } from 'use-intl';
import type { Rejection } from '../../../../protocol/index.ts';
import { Button, buttonLook } from '../../../_ui/button.tsx';
import { Choice } from '../../../_ui/choice.tsx';
import { Empty } from '../../../_ui/empty.tsx';
import { useErrorText } from '../../../_ui/error-text.ts';
import { IconButton } from '../../../_ui/icon-button.tsx';
import { later } from '../../../_ui/later.tsx';
import { Skeleton } from '../../../_ui/skeleton.tsx';
import { toast } from '../../../_ui/toast.ts';
import { pathOfTicket } from './filter-address.ts';
import { Lookers } from './lookers.tsx';
import { useNoteBox } from './note-box.ts';
import { NoteField } from './note-field.tsx';
import { useExpected } from './pending-deeds.ts';
import { ReasonSign } from './reason-sign.tsx';
import { TicketDeeds } from './ticket-deeds.tsx';
import { TicketFields } from './ticket-fields.tsx';
import { TicketRaw } from './ticket-raw.tsx';
import { TicketRelations } from './ticket-relations.tsx';
import { TicketTimeline } from './ticket-timeline.tsx';
import type { OpenedTicket } from './use-opened-ticket.ts';
import type { TicketActions } from './use-ticket-actions.ts';
import type { TicketDialogs } from './use-ticket-dialogs.ts';

const Discussion = later(() => import('./discussion.tsx'));

const CopyLink = ({ rejection }: { rejection: Rejection }) => {
  const t = useTranslations('tickets');
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(new URL(pathOfTicket(rejection), window.location.href).href);
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

export type DrawerView = 'ticket' | 'discussion';

type ContentProps = Omit<TicketDrawerProps, 'onClose' | 'view'> & { rejection: Rejection };

const Content = ({ rejection, opened, actions, dialogs, noteField, onView }: ContentProps) => {
  const t = useTranslations('tickets');
  const box = useNoteBox(rejection.id);
  return (
    <>
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
        <TicketRelations rejection={rejection} duplicates={opened.details?.duplicates ?? []} />
        <TicketFields rejection={rejection} />
        <TicketTimeline rejection={rejection} box={box} />
        {opened.details ? <TicketRaw raw={opened.details.raw} conflicting={opened.details.conflicting} /> : null}
      </div>
      <NoteField box={box} field={noteField} />
      <TicketDeeds {...{ rejection, actions, dialogs }} onDiscuss={() => onView('discussion')} />
    </>
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

/** The ticket itself, or the conversation about it. */
const Inside = (props: Omit<TicketDrawerProps, 'onClose'> & { rejection: Rejection }) => {
  const { rejection: known, view, dialogs, onView } = props;
  const t = useTranslations('tickets');
  const rejection = useExpected(known);
  const { ask } = dialogs;
  const useAsOutcome = useCallback((text: string) => ask('resolve', known, text), [ask, known]);
  return (
    <>
      {rejection.conversationId === null && view === 'ticket' ? null : (
        <div className="shrink-0 border-b px-4 py-2">
          <Choice
            label={t('views')}
            value={view}
            options={[
              { value: 'ticket', label: t('ticket') },
              { value: 'discussion', label: t('discussion') },
            ]}
            onChange={onView}
          />
        </div>
      )}
      {view === 'discussion' ? (
        <Discussion rejection={rejection} onUse={useAsOutcome} />
      ) : (
        <Content {...props} rejection={rejection} />
      )}
    </>
  );
};

type TicketDrawerProps = {
  opened: OpenedTicket;
  actions: TicketActions;
  dialogs: TicketDialogs;
  view: DrawerView;
  noteField: RefObject<HTMLTextAreaElement | null>;
  onView: (view: DrawerView) => void;
  onClose: () => void;
};

/** Everything about one rejection; the feed beside it stays in reach. */
export const TicketDrawer = ({ onClose, ...props }: TicketDrawerProps) => {
  const t = useTranslations();
  const { rejection } = props.opened;
  return (
    <aside
      aria-label={rejection ? t('tickets.drawer', { ticket: rejection.ticketId }) : t('tickets.ticket')}
      className="flex w-112 shrink-0 flex-col border-l bg-canvas max-xl:absolute max-xl:inset-y-0 max-xl:right-0 max-xl:z-20 max-xl:shadow-raised max-sm:w-full max-sm:border-0"
    >
      <div className="flex h-14 shrink-0 items-center gap-2 border-b pr-2 pl-4">
        <bdi className="min-w-0 flex-1 truncate font-mono text-soft text-sm">{rejection?.ticketId}</bdi>
        {rejection ? <Lookers rejectionId={rejection.id} /> : null}
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
        <Inside key={rejection.id} {...props} rejection={rejection} />
      ) : (
        <Without opened={props.opened} onClose={onClose} />
      )}
    </aside>
  );
};
