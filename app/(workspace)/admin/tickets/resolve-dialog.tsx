'use client';

import { RadioGroup } from 'radix-ui';
import { useId, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Rejection } from '../../../../protocol/index.ts';
import { lengthOf } from '../../../../protocol/length.ts';
import { limits } from '../../../../protocol/limits.ts';
import { Button } from '../../../_ui/button.tsx';
import { Dialog, DialogBody, DialogFooter } from '../../../_ui/dialog.tsx';
import { LengthNote } from '../../../_ui/length-note.tsx';
import { Skeleton } from '../../../_ui/skeleton.tsx';
import { useOutcomeName } from './outcome-name.ts';
import type { Outcome } from './use-ticket-actions.ts';
import { useTicketSettings } from './use-ticket-settings.ts';

const Reasons = ({ value, onChange }: { value: string; onChange: (code: string) => void }) => {
  const t = useTranslations('tickets');
  const settings = useTicketSettings();
  const nameOf = useOutcomeName();
  if (!settings)
    return (
      <div className="flex flex-col gap-2" aria-busy>
        <Skeleton className="h-9 w-full" />
        <Skeleton className="h-9 w-full" />
      </div>
    );
  return (
    <RadioGroup.Root aria-label={t('outcome')} value={value} onValueChange={onChange} className="flex flex-col">
      {settings.outcomes.map((outcome) => (
        <RadioGroup.Item
          key={outcome.code}
          value={outcome.code}
          className="flex h-9 items-center gap-3 rounded-md px-2 text-left hover:bg-sunken data-[state=checked]:bg-accent-wash max-sm:h-11"
        >
          <span className="grid size-4 shrink-0 place-items-center rounded-full border border-control">
            <RadioGroup.Indicator className="size-2 rounded-full bg-accent" />
          </span>
          <bdi className="truncate">{nameOf(outcome.code)}</bdi>
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  );
};

type ResolveDialogProps = {
  ticket: Rejection;
  text: string;
  onResolve: (outcome: Outcome) => void;
  onClose: () => void;
};

/** Why a ticket is resolved, and what is to be said of it. */
export const ResolveDialog = ({ ticket, text: filled, onResolve, onClose }: ResolveDialogProps) => {
  const t = useTranslations('tickets');
  const id = useId();
  const [outcome, setOutcome] = useState('');
  const [text, setText] = useState(filled);
  const length = lengthOf(text.trim());
  const isLong = length > limits.ticketOutcomeText;
  const submit = () => {
    if (isLong) return;
    onResolve({ ...(outcome !== '' && { outcome }), ...(text.trim() !== '' && { text: text.trim() }) });
  };
  return (
    <Dialog title={t('resolveTitle', { ticket: ticket.ticketId })} lead={t('resolveLead')} onClose={onClose}>
      <form
        noValidate
        className="flex min-h-0 flex-1 flex-col"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <DialogBody>
          <Reasons value={outcome} onChange={setOutcome} />
          <div className="flex flex-col gap-1">
            <label htmlFor={id} className="font-medium text-sm">
              {t('outcomeText')}
            </label>
            <textarea
              id={id}
              rows={4}
              value={text}
              aria-invalid={isLong || undefined}
              aria-describedby={`${id}-length`}
              onChange={(event) => setText(event.target.value)}
              onKeyDown={(event) => {
                if (event.key !== 'Enter' || !(event.metaKey || event.ctrlKey)) return;
                event.preventDefault();
                submit();
              }}
              className="rounded-md border border-control bg-canvas px-3 py-2"
            />
            <LengthNote id={`${id}-length`} length={length} most={limits.ticketOutcomeText} />
          </div>
        </DialogBody>
        <DialogFooter>
          <Button type="submit" kind="primary">
            {t('resolve')}
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
};
