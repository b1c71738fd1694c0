'use client';

import { CircleAlert } from 'lucide-react';
import { useTranslations } from 'use-intl';
import type { ContractError } from '../../../../protocol/index.ts';
import { useLive } from '../../../_live/core/hooks.ts';
import type { TimelineMessage } from '../../../_live/messages/timeline.ts';
import { useNames, usePersonName } from '../../../_people/names.ts';
import { Button } from '../../../_ui/button.tsx';
import { useErrorText } from '../../../_ui/error-text.ts';
import { toast } from '../../../_ui/toast.ts';
import { isFinal } from '../_elsewhere/final.ts';
import { SendElsewhere } from '../_elsewhere/send-elsewhere.tsx';
import { mentionedIn, plainText } from '../_message-text/mentions.ts';
import { toWritten } from '../_message-text/written.ts';

type FailedNoteProps = { message: TimelineMessage; error: ContractError | undefined };

/** Why a message was not sent, and what can be done about it; the text is kept until it is discarded. */
export default function FailedNote({ message, error }: FailedNoteProps) {
  const t = useTranslations();
  const live = useLive();
  const errorText = useErrorText();
  const nameOf = useNames(mentionedIn(message.body));
  // Asked for here, so that the reason can name them.
  usePersonName(error?.data?.byId ?? message.authorId);
  const copy = () => {
    const text = plainText(message.body, nameOf);
    void navigator.clipboard.writeText(text).then(() => toast.success(t('app.copied')));
  };
  return (
    <div role="alert" className="flex flex-wrap items-center gap-x-2 text-danger-ink text-sm">
      <CircleAlert className="size-4 shrink-0" aria-hidden />
      <span>
        {t('message.failed')} {error ? errorText(error) : null}
      </span>
      {isFinal(error) ? null : (
        <Button kind="link" size="inline" onClick={() => live.retry(message.clientId)}>
          {t('actions.retry')}
        </Button>
      )}
      <Button kind="link" size="inline" onClick={copy}>
        {t('actions.copy')}
      </Button>
      <SendElsewhere
        kind="link"
        size="inline"
        written={toWritten(message.body, nameOf)}
        from={message.conversationId}
        onCarried={() => live.discard(message.clientId)}
      />
      <Button kind="link" size="inline" onClick={() => live.discard(message.clientId)}>
        {t('actions.discard')}
      </Button>
    </div>
  );
}
