'use client';

import { X } from 'lucide-react';
import { useTranslations } from 'use-intl';
import type { TimelineMessage } from '../../../_live/messages/timeline.ts';
import { useNames, usePersonName } from '../../../_people/names.ts';
import { Button } from '../../../_ui/button.tsx';
import { mentionedIn, plainText } from '../_message-text/mentions.ts';

export default function ReplyBanner({ message, onCancel }: { message: TimelineMessage; onCancel: () => void }) {
  const t = useTranslations();
  const { name } = usePersonName(message.authorId);
  const nameOf = useNames(mentionedIn(message.body));
  return (
    <div className="flex items-center gap-2 border-b py-1 pr-1 pl-3 text-sm">
      <span className="max-w-1/2 shrink-0 truncate font-medium">{t('message.replyingTo', { name })}</span>
      <span className="min-w-0 flex-1 truncate text-soft">{plainText(message.body, nameOf)}</span>
      <Button kind="ghost" size="icon-sm" aria-label={t('composer.cancelReply')} onClick={onCancel}>
        <X />
      </Button>
    </div>
  );
}
