'use client';

import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { SourceExpectation } from '../../../../../protocol/index.ts';
import { limits } from '../../../../../protocol/limits.ts';
import { Button } from '../../../../_ui/button.tsx';
import { Dialog, DialogBody, DialogFooter } from '../../../../_ui/dialog.tsx';
import { Field } from '../../../../_ui/field.tsx';
import { DayChoice, ZoneChoice } from './expectation-fields.tsx';
import { useExpect } from './use-expect.ts';

type ExpectationDialogProps = {
  source: string;
  name: string;
  expected: SourceExpectation | null;
  onChanged: () => void;
  onClose: () => void;
};

const workdays = [1, 2, 3, 4, 5];
const ownZone = () => new Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Says how often an event is to be expected of a source; offers what the last two weeks suggest. */
export default function ExpectationDialog({ source, name, expected, onChanged, onClose }: ExpectationDialogProps) {
  const t = useTranslations();
  const [minutes, setMinutes] = useState(String(expected?.minutes ?? 60));
  const [hours, setHours] = useState<Omit<SourceExpectation, 'minutes'>>(
    () => expected ?? { days: workdays, from: '08:00', to: '18:00', timeZone: ownZone() },
  );
  const { save, propose, error, note } = useExpect(source, () => {
    onChanged();
    onClose();
  });
  const [isTried, setIsTried] = useState(false);
  const count = Number(minutes);
  const isCount = Number.isInteger(count) && count >= 1 && count <= limits.sourceMinutes;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setIsTried(true);
    if (isCount && hours.days.length > 0) void save({ ...hours, minutes: count });
  };
  const take = async () => {
    const proposed = await propose(hours.timeZone);
    if (proposed === null) return;
    setMinutes(String(proposed.minutes));
    setHours(proposed);
  };
  return (
    <Dialog title={t('sources.expectOf', { name })} lead={t('sources.expectLead')} onClose={onClose}>
      <form onSubmit={submit} noValidate>
        <DialogBody>
          <Field
            autoFocus
            label={t('sources.minutes')}
            type="number"
            inputMode="numeric"
            min={1}
            max={limits.sourceMinutes}
            value={minutes}
            error={isTried && !isCount ? t('sources.minutesWrong', { most: limits.sourceMinutes }) : undefined}
            onChange={(event) => setMinutes(event.target.value)}
          />
          <DayChoice
            days={hours.days}
            error={isTried && hours.days.length === 0 ? t('sources.daysMissing') : undefined}
            onChange={(days) => setHours({ ...hours, days })}
          />
          <div className="grid grid-cols-2 gap-3">
            {(['from', 'to'] as const).map((side) => (
              <Field
                key={side}
                required
                type="time"
                label={t(`sources.${side}`)}
                value={hours[side]}
                onChange={({ target }) => target.value !== '' && setHours({ ...hours, [side]: target.value })}
              />
            ))}
          </div>
          <p className="-mt-2 text-faint text-sm">{t('sources.hoursHint')}</p>
          <ZoneChoice zone={hours.timeZone} onChange={(timeZone) => setHours({ ...hours, timeZone })} />
          <div className="flex flex-wrap items-center gap-3">
            <Button onClick={() => void take()}>{t('sources.propose')}</Button>
            <span role="status" className="min-w-0 flex-1 text-soft text-sm">
              {note}
            </span>
          </div>
          <p role="alert" className="text-danger-ink text-sm empty:hidden">
            {error}
          </p>
        </DialogBody>
        <DialogFooter>
          {expected === null ? null : (
            <Button className="mr-auto" onClick={() => void save(null)}>
              {t('sources.expectNothing')}
            </Button>
          )}
          <Button onClick={onClose}>{t('actions.cancel')}</Button>
          <Button kind="primary" type="submit">
            {t('actions.save')}
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}
