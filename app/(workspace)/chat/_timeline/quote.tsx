'use client';

import { CornerUpRight } from 'lucide-react';
import { useTranslations } from 'use-intl';
import type { Message } from '../../../../protocol/index.ts';
import type { TimelineMessage } from '../../../_live/messages/timeline.ts';
import { useQuoted } from '../../../_live/quotes/hooks.ts';
import { useNames, usePersonName } from '../../../_people/names.ts';
import { mentionedIn, plainText } from '../_message-text/mentions.ts';

/** Leads to a message: loads what is around it when it is not loaded. */
export type Jump = (messageId: string, seq: number | null) => void;

type QuoteProps = {
  /** The message that answers another one. */
  message: TimelineMessage;
  /** The other one, when it is loaded. */
  original: TimelineMessage | undefined;
  onJump: Jump;
};

const look = 'flex h-6 max-w-full items-center gap-1 text-soft text-sm';
const sign = <CornerUpRight className="size-3.5 shrink-0" aria-hidden />;

const Known = ({ original, onJump }: { original: TimelineMessage | Message; onJump: Jump }) => {
  const t = useTranslations('message');
  const { name } = usePersonName(original.authorId);
  const nameOf = useNames(mentionedIn(original.body));
  const text =
    original.deletedAt === null
      ? t('inReplyTo', { name, text: plainText(original.body.slice(0, 300), nameOf) })
      : t('originalDeleted');
  return (
    <button
      type="button"
      onClick={() => original.id !== null && onJump(original.id, original.seq)}
      className={`${look} rounded-sm hover:text-ink`}
    >
      {sign} <span className="truncate">{text}</span>
    </button>
  );
};

/** The message that another one answers, in one line; leads to it, wherever it stands. */
export const Quote = ({ message, original, onJump }: QuoteProps) => {
  const t = useTranslations('message');
  const found = useQuoted(message.conversationId, original ? null : message.replyToId);
  if (original) return <Known original={original} onJump={onJump} />;
  if (found && found !== 'none') return <Known original={found} onJump={onJump} />;
  return (
    <p className={look}>
      {sign} {t('originalElsewhere')}
    </p>
  );
};
