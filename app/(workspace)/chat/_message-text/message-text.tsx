'use client';

import { useMemo } from 'react';
import { useMe } from '../../../_live/connection/hooks.ts';
import { usePersonName } from '../../../_people/names.ts';
import { cn } from '../../../_ui/class-names.ts';
import { isJustEmoji } from './just-emoji.ts';
import { type Piece, piecesOf } from './pieces.ts';

const MentionChip = ({ id }: { id: string }) => {
  const me = useMe();
  const { name, isGone } = usePersonName(id);
  return (
    <bdi
      className={cn(
        'rounded-sm px-1 font-medium',
        id === me.id ? 'bg-accent text-on-accent' : isGone ? 'bg-sunken text-soft' : 'bg-accent-wash text-accent-ink',
      )}
    >
      @{name}
    </bdi>
  );
};

const PieceText = ({ piece }: { piece: Piece }) => {
  if (piece.kind === 'text') return piece.text;
  if (piece.kind === 'mention') return <MentionChip id={piece.id} />;
  return (
    // Set apart: what stands around it can turn neither its letters nor its end.
    <bdi dir="ltr">
      <a
        href={piece.href}
        target="_blank"
        rel="noopener noreferrer nofollow"
        className="text-accent-ink underline underline-offset-2"
      >
        {piece.text}
      </a>
    </bdi>
  );
};

/** A message's text: line breaks, links and mentions, and nothing else. */
export const MessageText = ({ body }: { body: string }) => {
  const pieces = useMemo(() => piecesOf(body), [body]);
  return (
    <div
      dir="auto"
      className={cn(
        'wrap-anywhere min-w-0 max-w-180 whitespace-pre-wrap [unicode-bidi:plaintext]',
        isJustEmoji(body) ? 'text-2xl' : 'text-message',
      )}
    >
      {pieces.map((piece, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one body never change places
        <PieceText key={place} piece={piece} />
      ))}
    </div>
  );
};
