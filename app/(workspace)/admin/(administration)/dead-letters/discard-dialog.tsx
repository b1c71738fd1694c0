'use client';

import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { limits } from '../../../../../protocol/limits.ts';
import { Button } from '../../../../_ui/button.tsx';
import { Dialog, DialogBody, DialogFooter } from '../../../../_ui/dialog.tsx';
import { Field, isTooLong } from '../../../../_ui/field.tsx';

type DiscardDialogProps = { letters: number; onDiscard: (reason: string) => void; onClose: () => void };

/** Asks why letters are put away. They are kept, and can be taken back. */
export default function DiscardDialog({ letters, onDiscard, onClose }: DiscardDialogProps) {
  const t = useTranslations();
  const [reason, setReason] = useState('');
  const [isMissing, setIsMissing] = useState(false);
  return (
    <Dialog
      title={t('deadLetters.discardTitle', { count: letters })}
      lead={t('deadLetters.discardLead')}
      onClose={onClose}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (isTooLong(event)) return;
          if (reason.trim() === '') return setIsMissing(true);
          onDiscard(reason.trim());
          onClose();
        }}
      >
        <DialogBody>
          <Field
            autoFocus
            label={t('deadLetters.reason')}
            value={reason}
            most={limits.deadLetterReason}
            error={isMissing ? t('deadLetters.reasonMissing') : undefined}
            onChange={(event) => {
              setReason(event.target.value);
              setIsMissing(false);
            }}
          />
        </DialogBody>
        <DialogFooter>
          <Button onClick={onClose}>{t('actions.cancel')}</Button>
          <Button kind="danger" type="submit">
            {t('deadLetters.discard')}
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}
