'use client';

import { Clock } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { useStore } from 'zustand/react';
import { cn } from '../../../_ui/class-names.ts';
import { later } from '../../../_ui/later.tsx';
import { useMoments } from '../../../_ui/moments.ts';
import { cardShelf } from '../_cards/card-shelf.ts';
import { MessageText } from '../_message-text/message-text.tsx';
import type { MessageRowProps } from './message-row.tsx';
import { Quote } from './quote.tsx';
import { Reactions } from './reactions.tsx';

const FailedNote = later(() => import('./failed-note.tsx'));
const MessageEditor = later(() => import('./message-editor.tsx'));

const Edited = ({ at }: { at: string }) => {
  const t = useTranslations('message');
  const moments = useMoments();
  return (
    <span className="text-faint text-xs" title={t('editedAt', { time: moments.full(Date.parse(at)) })}>
      {t('edited')}
    </span>
  );
};

type MessageBodyProps = Pick<MessageRowProps, 'item' | 'original' | 'canWrite' | 'onJump'> & { editing: boolean };

/** Everything below the author's name. */
export const MessageBody = ({ item, original, editing, canWrite, onJump }: MessageBodyProps) => {
  const t = useTranslations('message');
  const { message, state, error } = item;
  const { Cards } = useStore(cardShelf);
  if (message.deletedAt !== null) return <p className="text-faint italic leading-6">{t('deleted')}</p>;
  return (
    <>
      {message.replyToId === null ? null : <Quote message={message} original={original} onJump={onJump} />}
      {editing ? (
        <MessageEditor message={message} />
      ) : (
        <div className={cn('flex flex-wrap items-baseline gap-x-2', state === 'pending' && 'text-faint')}>
          <MessageText body={message.body} />
          {message.editedAt === null ? null : <Edited at={message.editedAt} />}
          {state === 'pending' ? (
            <Clock role="img" aria-label={t('pending')} className="size-3 shrink-0 self-center" />
          ) : null}
        </div>
      )}
      {Cards && message.body.includes('/admin/tickets/') ? <Cards body={message.body} /> : null}
      {state === 'failed' ? <FailedNote message={message} error={error} /> : null}
      {message.reactions.length > 0 && message.id !== null ? (
        <Reactions messageId={message.id} reactions={message.reactions} canReact={canWrite} />
      ) : null}
    </>
  );
};
