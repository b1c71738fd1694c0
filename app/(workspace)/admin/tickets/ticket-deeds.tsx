'use client';

import {
  AlarmClock,
  CircleCheck,
  Copy,
  Ellipsis,
  Eye,
  ListChecks,
  MessagesSquare,
  RotateCcw,
  UserRoundPlus,
} from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Person, Rejection } from '../../../../protocol/index.ts';
import { useMe } from '../../../_live/connection/hooks.ts';
import { PeoplePicker } from '../../../_people/people-picker.tsx';
import { Button, buttonLook } from '../../../_ui/button.tsx';
import { MenuButton } from '../../../_ui/menu-button.tsx';
import { Popover, PopoverContent, PopoverTrigger } from '../../../_ui/popover.tsx';
import type { TicketActions } from './use-ticket-actions.ts';
import type { TicketDialogs } from './use-ticket-dialogs.ts';

type TicketDeedsProps = {
  rejection: Rejection;
  actions: TicketActions;
  dialogs: TicketDialogs;
  onDiscuss: (rejection: Rejection) => void;
};

const AssignButton = ({ rejection, actions }: Pick<TicketDeedsProps, 'rejection' | 'actions'>) => {
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
        <Button>
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
        <PeoplePicker among="ticket:assignees" nobodyElse={t('nobodyElse')} onToggle={assign} />
      </PopoverContent>
    </Popover>
  );
};

/** What is done less often, or asks something first. */
const MoreButton = ({ rejection, dialogs, onDiscuss }: Omit<TicketDeedsProps, 'actions'>) => {
  const t = useTranslations('tickets');
  const open = [
    { key: 'resolve', text: t('resolveAs'), icon: <ListChecks />, onSelect: () => dialogs.ask('resolve', rejection) },
    { key: 'duplicate', text: t('duplicate'), icon: <Copy />, onSelect: () => dialogs.ask('duplicate', rejection) },
  ];
  const discuss = {
    ...{ key: 'discuss', icon: <MessagesSquare />, onSelect: () => onDiscuss(rejection) },
    text: t('discuss'),
  };
  return (
    <MenuButton
      aria-label={t('moreDeeds')}
      side="top"
      align="end"
      className={buttonLook({ kind: 'secondary', size: 'icon' })}
      entries={rejection.state === 'resolved' ? [discuss] : [...open, discuss]}
    >
      <Ellipsis aria-hidden />
    </MenuButton>
  );
};

/** What can be done about a rejection. */
export const TicketDeeds = ({ rejection, actions, dialogs, onDiscuss }: TicketDeedsProps) => {
  const t = useTranslations('tickets');
  const { state } = rejection;
  const isNew = state === 'open' || state === 'snoozed';
  return (
    <div className="flex shrink-0 flex-wrap gap-2 border-t bg-panel px-4 py-3">
      {isNew ? (
        <Button kind="primary" onClick={() => void actions.acknowledge(rejection)}>
          <Eye aria-hidden /> {t('acknowledge')}
        </Button>
      ) : null}
      {state === 'resolved' || state === 'snoozed' ? (
        <Button onClick={() => void actions.reopen(rejection)}>
          <RotateCcw aria-hidden /> {t('reopen')}
        </Button>
      ) : null}
      {state === 'resolved' ? null : (
        <>
          <Button kind={isNew ? 'secondary' : 'primary'} onClick={() => void actions.resolve(rejection)}>
            <CircleCheck aria-hidden /> {t('resolve')}
          </Button>
          <Button onClick={() => dialogs.ask('snooze', rejection)}>
            <AlarmClock aria-hidden /> {t('snooze')}
          </Button>
        </>
      )}
      <AssignButton rejection={rejection} actions={actions} />
      <MoreButton {...{ rejection, dialogs, onDiscuss }} />
    </div>
  );
};
