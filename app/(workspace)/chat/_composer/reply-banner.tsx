'use client';

import { X } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { type TimelineMessage, usePerson } from '../../../_live/hooks.ts';
import { useNames } from '../../../_people/names.ts';
import { Button } from '../../../_ui/button.tsx';
import { mentionedIn, plainText } from '../_message-text/mentions.ts';

export const ReplyBanner = ({ message, onCancel }: { message: TimelineMessage; onCancel: () => void }) => {
  const t = useTranslations();
  const person = usePerson(message.authorId);
  const nameOf = useNames(mentionedIn(message.body));
  return (
    <div className="flex items-center gap-2 border-b py-1 pr-1 pl-3 text-sm">
      <span className="shrink-0 font-medium">
        {t('message.replyingTo', { name: person?.name ?? t('people.unknown') })}
      </span>
      <span className="min-w-0 flex-1 truncate text-soft">{plainText(message.body, nameOf)}</span>
      <Button kind="ghost" size="icon-sm" aria-label={t('composer.cancelReply')} onClick={onCancel}>
        <X />
      </Button>
    </div>
  );
};
