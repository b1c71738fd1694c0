'use client';

import { useId, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { ContractError, Data } from '../../../../../protocol/index.ts';
import { limits } from '../../../../../protocol/limits.ts';
import { useLive } from '../../../../_live/core/hooks.ts';
import { Button } from '../../../../_ui/button.tsx';
import { useErrorText } from '../../../../_ui/error-text.ts';
import { LengthNote } from '../../../../_ui/length-note.tsx';
import { toast } from '../../../../_ui/toast.ts';

type MendFormProps = { whole: Data<'dead-letter:get'>; onMended: () => void };

/** Writes something in the place of what came. What came is kept. */
export const MendForm = ({ whole, onMended }: MendFormProps) => {
  const t = useTranslations('deadLetters');
  const live = useLive();
  const errorText = useErrorText();
  const id = useId();
  const [text, setText] = useState(whole.isText && !whole.cut ? whole.payload : '');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ContractError | null>(null);
  const save = async () => {
    if (busy || text.trim() === '' || text.length > limits.ticketEventBytes) return;
    setBusy(true);
    const answer = await live.request('dead-letter:mend', { deadLetterId: whole.letter.id, text });
    setBusy(false);
    if (!answer.ok) return setError(answer.error);
    toast.success(t('wasMended'));
    onMended();
  };
  return (
    <form
      className="flex flex-col gap-1"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <label htmlFor={id} className="font-medium text-sm">
        {t('mendLabel')}
      </label>
      <textarea
        id={id}
        value={text}
        rows={8}
        spellCheck={false}
        aria-invalid={error ? true : undefined}
        aria-describedby={`${id}-note`}
        onChange={(event) => {
          setText(event.target.value);
          setError(null);
        }}
        className="w-full resize-y rounded-md border border-control bg-canvas p-3 font-mono text-sm"
      />
      <p id={`${id}-note`} className={error ? 'text-danger-ink text-sm' : 'text-faint text-sm'}>
        {error ? (error.code === 'invalid' ? error.message.replace(/^text: /, '') : errorText(error)) : t('mendHint')}
      </p>
      <LengthNote id={`${id}-length`} length={text.length} most={limits.ticketEventBytes} />
      <Button kind="primary" type="submit" aria-disabled={busy} className="mt-2 self-start">
        {t('mend')}
      </Button>
    </form>
  );
};
