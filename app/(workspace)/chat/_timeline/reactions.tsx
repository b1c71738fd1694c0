'use client';

import { useTranslations } from 'use-intl';
import { useMe } from '../../../_live/connection/hooks.ts';
import { isMine } from '../../../_live/messages/own-reactions.ts';
import type { LiveReaction } from '../../../_live/messages/state.ts';
import { useNames } from '../../../_people/names.ts';
import { cn } from '../../../_ui/class-names.ts';
import { useReact } from './use-react.ts';

const named = 10;
type ChipProps = { messageId: string; reaction: LiveReaction; canReact: boolean };

const Chip = ({ messageId, reaction, canReact }: ChipProps) => {
  const t = useTranslations();
  const me = useMe();
  const react = useReact();
  const { emoji } = reaction;
  const mine = isMine(reaction, me.id);
  // One's own is not always among those that are named.
  const others = reaction.userIds.filter((id) => id !== me.id);
  const shown = (mine ? [me.id, ...others] : others).slice(0, named);
  const nameOf = useNames(shown);
  const count = reaction.count ?? reaction.userIds.length;
  const first = shown.map((id) => (id === me.id ? t('people.you') : nameOf(id))).join(', ');
  const names = count > named ? t('message.andMore', { names: first, count: count - named }) : first;
  return (
    <button
      type="button"
      disabled={!canReact}
      aria-pressed={mine}
      aria-label={t('message.reaction', { emoji, count, names })}
      title={names}
      onClick={() => void react(messageId, emoji, !mine)}
      className={cn(
        'flex h-6 items-center gap-1 rounded-full border px-2 text-sm',
        mine ? 'border-accent bg-accent-wash text-accent-ink' : 'border-line bg-canvas text-soft hover:border-control',
      )}
    >
      <span>{emoji}</span>
      <span className="font-medium text-xs tabular-nums">{count}</span>
    </button>
  );
};

type ReactionsProps = { messageId: string; reactions: readonly LiveReaction[]; canReact: boolean };

export const Reactions = ({ messageId, reactions, canReact }: ReactionsProps) => (
  <div className="flex flex-wrap gap-1 pt-1 pb-0.5">
    {reactions.map((reaction) => (
      <Chip key={reaction.emoji} messageId={messageId} reaction={reaction} canReact={canReact} />
    ))}
  </div>
);
