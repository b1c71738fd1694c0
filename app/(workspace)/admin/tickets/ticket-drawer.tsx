'use client';

import { CircleCheck, ExternalLink, Eye, UserRoundPlus, X } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Person, Rejection } from '../../../../protocol/index.ts';
import { useMe } from '../../../_live/hooks.ts';
import { PeoplePicker } from '../../../_people/people-picker.tsx';
import { Button } from '../../../_ui/button.tsx';
import { cn } from '../../../_ui/class-names.ts';
import { IconButton } from '../../../_ui/icon-button.tsx';
import { useMoments, useNow } from '../../../_ui/moments.ts';
import { Popover, PopoverContent, PopoverTrigger } from '../../../_ui/popover.tsx';
import { colourOf } from './reason-colours.ts';
import { PersonName, PrioritySign, StateSign } from './ticket-signs.tsx';
import type { TicketActions } from './use-ticket-actions.ts';

const Entry = ({ name, children }: { name: string; children: ReactNode }) => (
  <div className="grid grid-cols-[120px_minmax(0,1fr)] gap-3 py-2">
    <dt className="text-faint text-sm leading-5">{name}</dt>
    <dd className="break-words">{children}</dd>
  </div>
);

const When = ({ at: iso }: { at: string }) => {
  const moments = useMoments();
  const now = useNow('minute');
  const at = Date.parse(iso);
  return (
    <time dateTime={iso} title={moments.full(at)}>
      {moments.ago(at, now)}
    </time>
  );
};

const DoneBy = ({ id, at }: { id: string; at: string }) => (
  <span className="flex flex-wrap items-center gap-x-2">
    <PersonName id={id} />
    <span className="text-soft text-sm">
      <When at={at} />
    </span>
  </span>
);

const AssignButton = ({ rejection, actions }: { rejection: Rejection; actions: TicketActions }) => {
  const t = useTranslations('tickets');
  const me = useMe();
  const [open, setOpen] = useState(false);
  const assign = (person: Person | null) => {
    setOpen(false);
    void actions.assign(rejection, person);
  };
  return (
    <Popover open={open} onOpenChange={setOpen}>
      <PopoverTrigger asChild>
        <Button disabled={rejection.state === 'resolved'}>
          <UserRoundPlus aria-hidden /> {t('assign')}
        </Button>
      </PopoverTrigger>
      <PopoverContent align="start" aria-label={t('assignTo', { ticket: rejection.ticketId })} className="w-72 p-2">
        <div className="mb-2 flex flex-col [&>button]:justify-start">
          {rejection.assigneeId === me.id ? null : (
            <Button kind="ghost" size="sm" onClick={() => assign(me)}>
              {t('assignToMe')}
            </Button>
          )}
          {rejection.assigneeId === null ? null : (
            <Button kind="ghost" size="sm" onClick={() => assign(null)}>
              {t('unassign')}
            </Button>
          )}
        </div>
        <PeoplePicker onToggle={assign} />
      </PopoverContent>
    </Popover>
  );
};

const Actions = ({ rejection, actions }: { rejection: Rejection; actions: TicketActions }) => {
  const t = useTranslations('tickets');
  return (
    <div className="flex shrink-0 flex-wrap gap-2 border-t bg-panel px-4 py-3">
      {rejection.state === 'open' ? (
        <Button kind="primary" onClick={() => void actions.acknowledge(rejection)}>
          <Eye aria-hidden /> {t('acknowledge')}
        </Button>
      ) : null}
      {rejection.state === 'resolved' ? null : (
        <Button
          kind={rejection.state === 'open' ? 'secondary' : 'primary'}
          onClick={() => void actions.resolve(rejection)}
        >
          <CircleCheck aria-hidden /> {t('resolve')}
        </Button>
      )}
      <AssignButton rejection={rejection} actions={actions} />
    </div>
  );
};

const Fields = ({ rejection }: { rejection: Rejection }) => {
  const t = useTranslations('tickets');
  const { acknowledgedById, acknowledgedAt, resolvedById, resolvedAt } = rejection;
  return (
    <dl className="divide-y divide-line">
      <Entry name={t('state')}>
        <StateSign state={rejection.state} />
      </Entry>
      <Entry name={t('priority')}>
        <PrioritySign priority={rejection.priority} named />
      </Entry>
      <Entry name={t('assignee')}>
        {rejection.assigneeId ? (
          <PersonName id={rejection.assigneeId} />
        ) : (
          <span className="text-faint">{t('unassigned')}</span>
        )}
      </Entry>
      <Entry name={t('rejectedBy')}>{rejection.rejectedBy}</Entry>
      {rejection.requester ? <Entry name={t('requester')}>{rejection.requester}</Entry> : null}
      <Entry name={t('occurredAt')}>
        <When at={rejection.occurredAt} />
      </Entry>
      <Entry name={t('receivedAt')}>
        <When at={rejection.receivedAt} />
      </Entry>
      {acknowledgedById && acknowledgedAt ? (
        <Entry name={t('acknowledgedBy')}>
          <DoneBy id={acknowledgedById} at={acknowledgedAt} />
        </Entry>
      ) : null}
      {resolvedById && resolvedAt ? (
        <Entry name={t('resolvedBy')}>
          <DoneBy id={resolvedById} at={resolvedAt} />
        </Entry>
      ) : null}
      <Entry name={t('source')}>{t(`sources.${rejection.source}`)}</Entry>
      <Entry name={t('eventId')}>
        <code className="font-mono text-xs">{rejection.eventId}</code>
      </Entry>
    </dl>
  );
};

type TicketDrawerProps = { rejection: Rejection; actions: TicketActions; onClose: () => void };

/** Everything about one rejection; the feed beside it stays in reach. */
export const TicketDrawer = ({ rejection, actions, onClose }: TicketDrawerProps) => {
  const t = useTranslations();
  return (
    <aside
      aria-label={t('tickets.drawer', { ticket: rejection.ticketId })}
      className="flex w-100 shrink-0 flex-col border-l bg-canvas max-xl:absolute max-xl:inset-y-0 max-xl:right-0 max-xl:z-20 max-xl:shadow-raised max-sm:w-full max-sm:border-0"
    >
      <div className="flex h-14 shrink-0 items-center gap-2 border-b pr-2 pl-4">
        <span className="min-w-0 flex-1 truncate font-mono text-soft text-sm">{rejection.ticketId}</span>
        {rejection.url ? (
          <Button asChild kind="ghost" size="sm">
            <a href={rejection.url} target="_blank" rel="noopener noreferrer nofollow">
              <ExternalLink aria-hidden /> {t('tickets.openLink')}
            </a>
          </Button>
        ) : null}
        <IconButton label={t('actions.close')} onClick={onClose}>
          <X />
        </IconButton>
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto px-4 py-4">
        <h2 className="break-words font-semibold text-lg">{rejection.title}</h2>
        <div className="my-3 rounded-md bg-panel p-3">
          <p className="mb-1 flex items-center gap-2 font-medium text-sm">
            <span
              aria-hidden
              className={cn('size-2 shrink-0 rounded-full', colourOf(rejection.reasonCode).background)}
            />
            {rejection.reasonCode}
          </p>
          <p className="whitespace-pre-wrap break-words">{rejection.reason}</p>
        </div>
        <Fields rejection={rejection} />
      </div>
      <Actions rejection={rejection} actions={actions} />
    </aside>
  );
};
