'use client';

import { useCallback, useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { ContractError, Data } from '../../../../../protocol/index.ts';
import { useLive } from '../../../../_live/core/hooks.ts';
import { Button } from '../../../../_ui/button.tsx';
import { Dialog, DialogBody } from '../../../../_ui/dialog.tsx';
import { useErrorText } from '../../../../_ui/error-text.ts';
import { Skeleton } from '../../../../_ui/skeleton.tsx';
import { LetterFacts } from './letter-facts.tsx';
import { MendForm } from './mend-form.tsx';
import type { Deeds } from './use-deeds.ts';

type Whole = Data<'dead-letter:get'>;
type LetterDialogProps = { id: string; deeds: Deeds; onChange: () => void; onClose: () => void };

/** One letter with what it holds; what stands can be written anew. */
export default function LetterDialog({ id, deeds, onChange, onClose }: LetterDialogProps) {
  const t = useTranslations();
  const live = useLive();
  const errorText = useErrorText();
  const [whole, setWhole] = useState<Whole | null>(null);
  const [error, setError] = useState<ContractError | null>(null);
  const load = useCallback(async () => {
    const answer = await live.request('dead-letter:get', { deadLetterId: id });
    if (answer.ok) setWhole(answer.data);
    else setError(answer.error);
  }, [live, id]);
  useEffect(() => void load(), [load]);
  const state = whole?.letter.state;
  return (
    <Dialog title={t('deadLetters.letter')} onClose={onClose} className="max-w-180">
      <DialogBody>
        {error ? <p className="text-danger-ink">{errorText(error)}</p> : null}
        {whole === null && error === null ? <Skeleton className="h-40" /> : null}
        {whole === null ? null : <LetterFacts whole={whole} />}
        {whole !== null && state === 'standing' ? (
          <MendForm
            whole={whole}
            onMended={() => {
              onChange();
              void load();
            }}
          />
        ) : null}
        {state === 'discarded' ? (
          <Button
            className="self-start"
            onClick={() => {
              void deeds.restore({ ids: [id] });
              onClose();
            }}
          >
            {t('deadLetters.restore')}
          </Button>
        ) : null}
      </DialogBody>
    </Dialog>
  );
}
