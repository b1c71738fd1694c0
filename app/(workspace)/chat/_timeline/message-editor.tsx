'use client';

import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { limits } from '../../../../protocol/limits.ts';
import { type TimelineMessage, useLive } from '../../../_live/hooks.ts';
import { useNames } from '../../../_people/names.ts';
import { Button } from '../../../_ui/button.tsx';
import { useErrorText } from '../../../_ui/error-text.ts';
import { GrowingTextarea } from '../_composer/growing-textarea.tsx';
import { isSending } from '../_composer/keys.ts';
import { mentionedIn, toBody, toWritten } from '../_message-text/mentions.ts';

/** Changes the text of one's own message, in its place. */
export default function MessageEditor({ message, onClose }: { message: TimelineMessage; onClose: () => void }) {
  const t = useTranslations();
  const live = useLive();
  const errorText = useErrorText();
  const nameOf = useNames(mentionedIn(message.body));
  const [{ written: initial, mentions }] = useState(() => toWritten(message.body, nameOf));
  const [text, setText] = useState(initial);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const save = async () => {
    const body = toBody(text.trim(), mentions);
    if (busy || message.id === null || body === '' || body.length > limits.messageBody) return;
    if (body === message.body) return onClose();
    setBusy(true);
    const answer = await live.request('message:edit', { messageId: message.id, body });
    setBusy(false);
    if (answer.ok) onClose();
    else setError(errorText(answer.error));
  };
  return (
    <div className="flex flex-col gap-2 py-1">
      <GrowingTextarea
        aria-label={t('message.editLabel')}
        autoFocus
        value={text}
        onFocus={(event) => event.target.setSelectionRange(text.length, text.length)}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onClose();
          if (!isSending(event)) return;
          event.preventDefault();
          void save();
        }}
        className="rounded-md border border-control bg-canvas px-3 py-2"
      />
      <div className="flex items-center gap-2">
        <Button kind="primary" size="sm" disabled={busy || text.trim() === ''} onClick={() => void save()}>
          {t('actions.save')}
        </Button>
        <Button size="sm" onClick={onClose}>
          {t('actions.cancel')}
        </Button>
        <span className="text-faint text-xs max-sm:hidden">{t('message.editHint')}</span>
        <span role="alert" className="text-danger-ink text-sm">
          {error}
        </span>
      </div>
    </div>
  );
}
