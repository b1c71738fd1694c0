'use client';

import { type ReactNode, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Rejection } from '../../../../protocol/index.ts';
import { limits } from '../../../../protocol/limits.ts';
import { useUntil } from '../../../_people/until.ts';
import { Button } from '../../../_ui/button.tsx';
import { Dialog, DialogBody } from '../../../_ui/dialog.tsx';
import { Field } from '../../../_ui/field.tsx';
import { type SnoozeTime, snoozeTimes } from './snooze-times.ts';
import type { Snooze } from './use-ticket-actions.ts';

type SnoozeDialogProps = { ticket: Rejection; onSnooze: (until: Snooze) => void; onClose: () => void };

const names = Object.keys(snoozeTimes) as SnoozeTime[];

/** One press for the usual times, each with what it means now. */
const Usual = ({ onSnooze }: Pick<SnoozeDialogProps, 'onSnooze'>) => {
  const t = useTranslations('tickets');
  const until = useUntil();
  const [now] = useState(Date.now);
  return (
    <div className="flex flex-col">
      {names.map((name) => {
        const moment = snoozeTimes[name](now);
        return (
          <button
            key={name}
            type="button"
            onClick={() => onSnooze({ until: new Date(moment).toISOString() })}
            className="flex h-9 items-center justify-between rounded-md px-2 hover:bg-sunken max-sm:h-11"
          >
            {t(`snoozeTimes.${name}`)}
            <span className="text-faint text-sm">{until(moment, now)}</span>
          </button>
        );
      })}
    </div>
  );
};

const SnoozeForm = ({ onSubmit, children }: { onSubmit: () => void; children: ReactNode }) => (
  <form
    noValidate
    className="flex items-end gap-2 [&>div]:flex-1"
    onSubmit={(event) => {
      event.preventDefault();
      onSubmit();
    }}
  >
    {children}
  </form>
);

const Own = ({ onSnooze }: Pick<SnoozeDialogProps, 'onSnooze'>) => {
  const t = useTranslations('tickets');
  const [at, setAt] = useState('');
  const [error, setError] = useState<string>();
  const submit = () => {
    const moment = Date.parse(at);
    if (Number.isNaN(moment) || moment <= Date.now()) return setError(t('snoozePast'));
    if (moment > Date.now() + limits.ticketSnoozeDays * 86_400_000)
      return setError(t('snoozeTooLate', { days: limits.ticketSnoozeDays }));
    onSnooze({ until: new Date(moment).toISOString() });
  };
  return (
    <SnoozeForm onSubmit={submit}>
      <Field
        type="datetime-local"
        label={t('snoozeUntil')}
        value={at}
        error={error}
        onChange={(event) => {
          setAt(event.target.value);
          setError(undefined);
        }}
      />
      <Button type="submit">{t('snooze')}</Button>
    </SnoozeForm>
  );
};

const Again = ({ onSnooze }: Pick<SnoozeDialogProps, 'onSnooze'>) => {
  const t = useTranslations('tickets');
  const [times, setTimes] = useState('1');
  const [error, setError] = useState<string>();
  const submit = () => {
    const count = Number(times);
    if (!Number.isInteger(count) || count < 1 || count > limits.ticketSnoozeTimes)
      return setError(t('snoozeTimesWrong', { most: limits.ticketSnoozeTimes }));
    onSnooze({ times: count });
  };
  return (
    <SnoozeForm onSubmit={submit}>
      <Field
        inputMode="numeric"
        label={t('snoozeAgain')}
        hint={t('snoozeAgainHint')}
        value={times}
        error={error}
        onChange={(event) => {
          setTimes(event.target.value);
          setError(undefined);
        }}
      />
      <Button type="submit" className="mb-6">
        {t('snooze')}
      </Button>
    </SnoozeForm>
  );
};

/** Until when, or until it has happened how often more, a ticket is put aside. */
export const SnoozeDialog = ({ ticket, onSnooze, onClose }: SnoozeDialogProps) => {
  const t = useTranslations('tickets');
  return (
    <Dialog title={t('snoozeTitle', { ticket: ticket.ticketId })} lead={t('snoozeLead')} onClose={onClose}>
      <DialogBody>
        <Usual onSnooze={onSnooze} />
        <Own onSnooze={onSnooze} />
        <Again onSnooze={onSnooze} />
      </DialogBody>
    </Dialog>
  );
};
