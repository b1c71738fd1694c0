'use client';

import { useTranslations } from 'use-intl';
import type { Message } from '../../../../protocol/index.ts';
import { useMe } from '../../../_live/hooks.ts';
import { useNames } from '../../../_people/names.ts';
import { cn } from '../../../_ui/class-names.ts';
import { useReact } from './use-react.ts';

const named = 10;
type Reaction = Message['reactions'][number];
type ChipProps = { messageId: string; reaction: Reaction; canReact: boolean };

const Chip = ({ messageId, reaction: { emoji, userIds }, canReact }: ChipProps) => {
  const t = useTranslations();
  const me = useMe();
  const react = useReact();
  const nameOf = useNames(userIds.slice(0, named));
  const mine = userIds.includes(me.id);
  const first = userIds
    .slice(0, named)
    .map((id) => (id === me.id ? t('people.you') : nameOf(id)))
    .join(', ');
  const names = userIds.length > named ? t('message.andMore', { names: first, count: userIds.length - named }) : first;
  return (
    <button
      type="button"
      disabled={!canReact}
      aria-pressed={mine}
      aria-label={t('message.reaction', { emoji, count: userIds.length, names })}
      title={names}
      onClick={() => void react(messageId, emoji, !mine)}
      className={cn(
        'flex h-6 items-center gap-1 rounded-full border px-2 text-sm',
        mine ? 'border-accent bg-accent-wash text-accent-ink' : 'border-line bg-canvas text-soft hover:border-control',
      )}
    >
      <span>{emoji}</span>
      <span className="font-medium text-xs tabular-nums">{userIds.length}</span>
    </button>
  );
};

type ReactionsProps = { messageId: string; reactions: readonly Reaction[]; canReact: boolean };

export const Reactions = ({ messageId, reactions, canReact }: ReactionsProps) => (
  <div className="flex flex-wrap gap-1 pt-1 pb-0.5">
    {reactions.map((reaction) => (
      <Chip key={reaction.emoji} messageId={messageId} reaction={reaction} canReact={canReact} />
    ))}
  </div>
);
