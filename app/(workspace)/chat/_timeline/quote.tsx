'use client';

import { CornerUpRight } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { type TimelineMessage, useMe, usePerson } from '../../../_live/hooks.ts';
import { useNames } from '../../../_people/names.ts';
import { mentionedIn, plainText } from '../_message-text/mentions.ts';

type QuoteProps = { original: TimelineMessage | undefined; onJump: (messageId: string) => void };

const look = 'flex h-6 max-w-full items-center gap-1 text-soft text-sm';

/** The message that another one answers, in one line; leads to it when it is loaded. */
export const Quote = ({ original, onJump }: QuoteProps) => {
  const t = useTranslations('message');
  const me = useMe();
  const person = usePerson(original?.authorId ?? me.id);
  const nameOf = useNames(original ? mentionedIn(original.body) : []);
  const sign = <CornerUpRight className="size-3.5 shrink-0" aria-hidden />;
  const id = original?.id;
  if (!original || !id)
    return (
      <p className={look}>
        {sign} {t('originalElsewhere')}
      </p>
    );
  const text =
    original.deletedAt === null
      ? t('inReplyTo', { name: person?.name ?? '', text: plainText(original.body, nameOf) })
      : t('originalDeleted');
  return (
    <button type="button" onClick={() => onJump(id)} className={`${look} rounded-sm hover:text-ink`}>
      {sign} <span className="truncate">{text}</span>
    </button>
  );
};
