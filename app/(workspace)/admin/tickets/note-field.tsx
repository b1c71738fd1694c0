'use client';

import { type RefObject, useId } from 'react';
import { useTranslations } from 'use-intl';
import { lengthOf } from '../../../../protocol/length.ts';
import { limits } from '../../../../protocol/limits.ts';
import { Button } from '../../../_ui/button.tsx';
import { LengthNote } from '../../../_ui/length-note.tsx';
import { isSending } from '../../chat/_composer/keys.ts';
import type { NoteBox } from './note-box.ts';

type NoteFieldProps = { box: NoteBox; field: RefObject<HTMLTextAreaElement | null> };

/** Where a note is written; what was begun stays on the device. */
export const NoteField = ({ box, field }: NoteFieldProps) => {
  const t = useTranslations('tickets');
  const id = useId();
  const length = lengthOf(box.draft);
  const canSend = box.draft.trim() !== '' && length <= limits.messageBody;
  const send = () => {
    if (canSend) box.send();
  };
  return (
    <form
      className="flex shrink-0 items-end gap-2 border-t px-4 py-2"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <div className="min-w-0 flex-1">
        <textarea
          ref={field}
          rows={box.draft.includes('\n') || box.draft.length > 60 ? 4 : 1}
          aria-label={t('noteWrite')}
          placeholder={t('noteWrite')}
          aria-describedby={id}
          value={box.draft}
          onChange={(event) => box.write(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape') {
              event.stopPropagation();
              event.currentTarget.blur();
            }
            if (!isSending(event)) return;
            event.preventDefault();
            send();
          }}
          className="block w-full rounded-md border border-control bg-canvas px-3 py-2 text-message"
        />
        <LengthNote id={id} length={length} most={limits.messageBody} />
      </div>
      <Button type="submit" aria-disabled={!canSend}>
        {t('noteSend')}
      </Button>
    </form>
  );
};
