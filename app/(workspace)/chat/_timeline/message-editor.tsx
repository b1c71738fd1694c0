'use client';

import { type RefObject, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { ContractError } from '../../../../protocol/index.ts';
import { limits } from '../../../../protocol/limits.ts';
import { isVisible } from '../../../../protocol/visible.ts';
import { useLive } from '../../../_live/core/hooks.ts';
import type { TimelineMessage } from '../../../_live/messages/timeline.ts';
import { useNames } from '../../../_people/names.ts';
import { Button } from '../../../_ui/button.tsx';
import { useErrorText } from '../../../_ui/error-text.ts';
import { focusComposer } from '../../../_ui/focus.ts';
import { LengthNote } from '../../../_ui/length-note.tsx';
import { GrowingTextarea } from '../_composer/growing-textarea.tsx';
import { isSending } from '../_composer/keys.ts';
import { useField } from '../_composer/use-field.ts';
import { isFinal } from '../_elsewhere/final.ts';
import { SendElsewhere } from '../_elsewhere/send-elsewhere.tsx';
import { mentionedIn } from '../_message-text/mentions.ts';
import { toBody, toWritten, type Written } from '../_message-text/written.ts';
import { useEdit, useWantedFocus } from './use-edit.ts';

// What is being written in place of a message; null for as long as nothing was changed.
const useEditing = (message: TimelineMessage, area: RefObject<HTMLTextAreaElement | null>) => {
  const live = useLive();
  const nameOf = useNames(mentionedIn(message.body));
  const { draft: changed, write, close } = useEdit(message.id);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ContractError | null>(null);
  // Names that come later come into a text that nobody has touched, and into no other.
  const written = changed ?? toWritten(message.body, nameOf);
  const body = changed ? toBody(changed) : message.body;
  const excess = body.length - limits.messageBody;
  const canSave = !busy && message.id !== null && isVisible(body) && excess <= 0;
  const change = (next: Written) => {
    write(next);
    setError(null);
  };
  // The next key is expected where the one before the edit went.
  const leave = () => {
    focusComposer(area.current?.closest('article') ?? null);
    close();
  };
  const save = async () => {
    if (!canSave || message.id === null) return;
    if (body === message.body) return leave();
    setBusy(true);
    const answer = await live.request('message:edit', { messageId: message.id, body });
    setBusy(false);
    if (answer.ok) leave();
    else setError(answer.error);
  };
  return { written, change, excess, canSave, save, leave, error };
};

/** Changes the text of one's own message, in its place. */
export default function MessageEditor({ message }: { message: TimelineMessage }) {
  const t = useTranslations();
  const errorText = useErrorText();
  const area = useRef<HTMLTextAreaElement>(null);
  const { written, change, excess, canSave, save, leave, error } = useEditing(message, area);
  const field = useField(area, written, change);
  const noteId = `edit-note-${message.clientId}`;
  useWantedFocus(message.id, area);
  return (
    <div className="flex flex-col gap-2 py-1">
      <div className="rounded-md border border-control bg-canvas focus-within:border-accent-ink focus-within:shadow-[0_0_0_1px_var(--accent-ink)]">
        <GrowingTextarea
          ref={area}
          aria-label={t('message.editLabel')}
          aria-invalid={excess > 0 || error !== null || undefined}
          aria-describedby={noteId}
          {...field.props}
          onKeyDown={(event) => {
            field.selectMention(event);
            if (event.key === 'Escape') leave();
            if (!isSending(event)) return;
            event.preventDefault();
            void save();
          }}
          className="px-3 py-2"
        />
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <Button kind="primary" size="sm" disabled={!canSave} onClick={() => void save()}>
          {t('actions.save')}
        </Button>
        <Button size="sm" onClick={leave}>
          {t('actions.cancel')}
        </Button>
        <span className="text-faint text-xs max-sm:hidden">{t('message.editHint')}</span>
        {error === null ? (
          <LengthNote id={noteId} length={limits.messageBody + excess} most={limits.messageBody} />
        ) : (
          <div role="alert" className="flex flex-wrap items-center gap-x-2 text-danger-ink text-sm">
            <span id={noteId}>{errorText(error)}</span>
            {isFinal(error) ? (
              <SendElsewhere
                kind="link"
                size="inline"
                written={written}
                from={message.conversationId}
                onCarried={leave}
              />
            ) : null}
          </div>
        )}
      </div>
    </div>
  );
}
