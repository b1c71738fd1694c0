'use client';

import { CircleCheck, Eye, RotateCcw, UserRoundPlus } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Person, Rejection } from '../../../../protocol/index.ts';
import { useMe } from '../../../_live/connection/hooks.ts';
import { PeoplePicker } from '../../../_people/people-picker.tsx';
import { Button } from '../../../_ui/button.tsx';
import { Popover, PopoverContent, PopoverTrigger } from '../../../_ui/popover.tsx';
import type { TicketActions } from './use-ticket-actions.ts';

type TicketDeedsProps = { rejection: Rejection; actions: TicketActions };

const AssignButton = ({ rejection, actions }: TicketDeedsProps) => {
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

/** What can be done about a rejection. */
export const TicketDeeds = ({ rejection, actions }: TicketDeedsProps) => {
  const t = useTranslations('tickets');
  const { state } = rejection;
  return (
    <div className="flex shrink-0 flex-wrap gap-2 border-t bg-panel px-4 py-3">
      {state === 'open' ? (
        <Button kind="primary" onClick={() => void actions.acknowledge(rejection)}>
          <Eye aria-hidden /> {t('acknowledge')}
        </Button>
      ) : null}
      {state === 'resolved' ? (
        <Button onClick={() => void actions.reopen(rejection)}>
          <RotateCcw aria-hidden /> {t('reopen')}
        </Button>
      ) : (
        <Button kind={state === 'open' ? 'secondary' : 'primary'} onClick={() => void actions.resolve(rejection)}>
          <CircleCheck aria-hidden /> {t('resolve')}
        </Button>
      )}
      <AssignButton rejection={rejection} actions={actions} />
    </div>
  );
};
