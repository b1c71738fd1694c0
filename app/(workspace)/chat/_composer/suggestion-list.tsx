'use client';

import { useTranslations } from 'use-intl';
import { ShownName } from '../../../_people/shown-name.tsx';
import { Avatar } from '../../../_ui/avatar.tsx';
import { cn } from '../../../_ui/class-names.ts';
import type { Suggestion } from './use-suggestions.ts';

type SuggestionListProps = {
  id: string;
  suggestions: readonly Suggestion[];
  active: number;
  onChoose: (suggestion: Suggestion) => void;
};

/** Lies above the composer; the composer keeps the focus and says which one is active. */
export const SuggestionList = ({ id, suggestions, active, onChoose }: SuggestionListProps) => {
  const t = useTranslations('composer');
  const first = suggestions[0];
  if (!first) return null;
  return (
    <div
      id={id}
      role="listbox"
      aria-label={t(first.kind === 'person' ? 'suggestions' : 'emojiSuggestions')}
      className="absolute bottom-full left-0 z-20 mb-1 w-72 max-w-full overflow-hidden rounded-lg border border-line bg-raised p-1 shadow-raised"
    >
      {suggestions.map((suggestion, place) => (
        <div
          key={suggestion.key}
          id={`${id}-${suggestion.key}`}
          role="option"
          tabIndex={-1}
          aria-selected={place === active}
          // Not on click: the composer would lose the focus first.
          onPointerDown={(event) => {
            event.preventDefault();
            onChoose(suggestion);
          }}
          className={cn(
            'flex h-9 cursor-pointer items-center gap-3 rounded-md px-2 max-sm:h-11',
            place === active && 'bg-sunken',
          )}
        >
          {suggestion.kind === 'person' ? (
            <>
              <Avatar {...suggestion.person} size="sm" />
              <ShownName name={suggestion.person.name} mark={suggestion.mark} />
            </>
          ) : (
            <>
              <span className="text-xl">{suggestion.emoji}</span>
              <span className="truncate text-soft">:{suggestion.name}:</span>
            </>
          )}
        </div>
      ))}
    </div>
  );
};
