'use client';

import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
import { useMe, usePerson } from '../../../_live/hooks.ts';
import { cn } from '../../../_ui/class-names.ts';
import { isJustEmoji, piecesOf } from './pieces.ts';

const MentionChip = ({ id }: { id: string }) => {
  const t = useTranslations('people');
  const me = useMe();
  const person = usePerson(id);
  return (
    <span
      className={cn(
        'rounded-sm px-1 font-medium',
        id === me.id ? 'bg-accent text-on-accent' : 'bg-accent-wash text-accent-ink',
      )}
    >
      @{person?.name ?? t('unknown')}
    </span>
  );
};

/** A message's text: line breaks, links and mentions, and nothing else. */
export const MessageText = ({ body }: { body: string }) => {
  const pieces = useMemo(() => piecesOf(body), [body]);
  return (
    <div
      className={cn(
        'whitespace-pre-wrap break-words [overflow-wrap:anywhere]',
        isJustEmoji(body) ? 'text-2xl' : 'text-message',
      )}
    >
      {pieces.map((piece, place) => {
        // The pieces of one body never change places.
        const key = `${place}`;
        if (piece.kind === 'text') return <span key={key}>{piece.text}</span>;
        if (piece.kind === 'mention') return <MentionChip key={key} id={piece.id} />;
        return (
          <a
            key={key}
            href={piece.href}
            target="_blank"
            rel="noopener noreferrer nofollow"
            className="text-accent-ink underline underline-offset-2"
          >
            {piece.text}
          </a>
        );
      })}
    </div>
  );
};
