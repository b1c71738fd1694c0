'use client';

import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { ContractError, Data, DeadLetterSelection } from '../../../../../protocol/index.ts';
import { useLive } from '../../../../_live/core/hooks.ts';
import { Button } from '../../../../_ui/button.tsx';
import { Dialog, DialogBody, DialogFooter } from '../../../../_ui/dialog.tsx';
import { useErrorText } from '../../../../_ui/error-text.ts';
import { Skeleton } from '../../../../_ui/skeleton.tsx';

type RetryDialogProps = {
  selection: DeadLetterSelection;
  letters: number;
  onRetry: () => void;
  onClose: () => void;
};
type Preview = Data<'dead-letter:preview'>;
const named = 5;

const Forecast = ({ preview }: { preview: Preview }) => {
  const t = useTranslations('deadLetters');
  const { looked, passes, fails, reasons, more } = preview;
  return (
    <>
      <p>
        {t('forecast', { passes, fails })}
        {more ? ` ${t('forecastOf', { looked })}` : null}
      </p>
      {reasons.length === 0 ? null : (
        <ul className="flex flex-col gap-1 text-soft text-sm">
          {reasons.slice(0, named).map(({ error, letters }) => (
            <li key={error} className="flex gap-3">
              <span className="w-12 shrink-0 text-right tabular-nums">{letters}</span>
              <span className="wrap-anywhere line-clamp-3">{error}</span>
            </li>
          ))}
          {reasons.length > named ? (
            <li className="pl-15">{t('moreReasons', { count: reasons.length - named })}</li>
          ) : null}
        </ul>
      )}
    </>
  );
};

/** Says what would become of letters before they are read again. */
export default function RetryDialog({ selection, letters, onRetry, onClose }: RetryDialogProps) {
  const t = useTranslations();
  const live = useLive();
  const errorText = useErrorText();
  const [preview, setPreview] = useState<Preview | null>(null);
  const [error, setError] = useState<ContractError | null>(null);
  useEffect(() => {
    let current = true;
    void live.request('dead-letter:preview', { selection }).then((answer) => {
      if (!current) return;
      if (answer.ok) setPreview(answer.data);
      else setError(answer.error);
    });
    return () => {
      current = false;
    };
  }, [live, selection]);
  return (
    <Dialog title={t('deadLetters.retryTitle', { count: letters })} lead={t('deadLetters.retryLead')} onClose={onClose}>
      <DialogBody>
        {preview ? <Forecast preview={preview} /> : null}
        {error ? <p className="text-danger-ink">{errorText(error)}</p> : null}
        {preview || error ? null : <Skeleton className="h-12" />}
      </DialogBody>
      <DialogFooter>
        <Button onClick={onClose}>{t('actions.cancel')}</Button>
        <Button
          kind="primary"
          onClick={() => {
            onRetry();
            onClose();
          }}
        >
          {t('deadLetters.retry')}
        </Button>
      </DialogFooter>
    </Dialog>
  );
}
