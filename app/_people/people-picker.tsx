'use client';

import { Check, X } from 'lucide-react';
import { type KeyboardEvent, useId, useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Person } from '../../protocol/index.ts';
import { useMe, usePresence } from '../_live/hooks.ts';
import { Avatar } from '../_ui/avatar.tsx';
import { cn } from '../_ui/class-names.ts';
import { useErrorText } from '../_ui/error-text.ts';
import { Input } from '../_ui/input.tsx';
import { Skeleton } from '../_ui/skeleton.tsx';
import { usePeopleSearch } from './people-search.ts';

type PeoplePickerProps = {
  /** Called on every choice; a chosen person chosen again is taken back. */
  onToggle: (person: Person) => void;
  chosen?: readonly Person[];
  exclude?: readonly string[];
  autoFocus?: boolean;
};

/** Finds people by name and chooses one or several of them, also with the keyboard alone. */
export const PeoplePicker = ({ onToggle, chosen = [], exclude = [], autoFocus = false }: PeoplePickerProps) => {
  const t = useTranslations('people');
  const errorText = useErrorText();
  const me = useMe();
  const id = useId();
  const [query, setQuery] = useState('');
  const [active, setActive] = useState(0);
  const { people, error, answered } = usePeopleSearch(query);
  const hidden = useMemo(() => new Set([me.id, ...exclude]), [me.id, exclude]);
  const options = useMemo(() => people?.filter((person) => !hidden.has(person.id)) ?? [], [people, hidden]);
  const presence = usePresence(options.map((person) => person.id));
  const current = Math.min(active, options.length - 1);

  const choose = (person: Person) => {
    onToggle(person);
    setQuery('');
    setActive(0);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const option = options[current];
    if (step !== undefined && options.length > 0) {
      event.preventDefault();
      setActive((current + step + options.length) % options.length);
    } else if (event.key === 'Enter') {
      // Also keeps a form around this from being sent.
      event.preventDefault();
      if (option && answered) choose(option);
    } else if (event.key === 'Backspace' && query === '') {
      const last = chosen.at(-1);
      if (last) onToggle(last);
    }
  };

  return (
    <div className="flex flex-col gap-2">
      {chosen.length > 0 ? (
        <ul aria-label={t('chosen')} className="flex flex-wrap gap-1">
          {chosen.map((person) => (
            <li key={person.id}>
              <button
                type="button"
                aria-label={t('removeChosen', { name: person.name })}
                onClick={() => onToggle(person)}
                className="flex h-7 items-center gap-1 rounded-md bg-accent-wash px-2 text-accent-ink text-sm"
              >
                {person.name}
                <X className="size-3" aria-hidden />
              </button>
            </li>
          ))}
        </ul>
      ) : null}
      <Input
        role="combobox"
        aria-label={t('find')}
        placeholder={t('find')}
        aria-expanded={options.length > 0}
        aria-controls={`${id}-list`}
        aria-activedescendant={options[current] ? `${id}-${options[current].id}` : undefined}
        autoComplete="off"
        autoFocus={autoFocus}
        value={query}
        onChange={(event) => {
          setQuery(event.target.value);
          setActive(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div className="h-60 overflow-y-auto">
        <div id={`${id}-list`} role="listbox" aria-label={t('results')} aria-multiselectable={chosen.length > 0}>
          {options.map((person, place) => {
            const selected = chosen.some((candidate) => candidate.id === person.id);
            return (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are handled by the combobox that owns this list
              <div
                key={person.id}
                id={`${id}-${person.id}`}
                role="option"
                tabIndex={-1}
                aria-selected={selected}
                onClick={() => choose(person)}
                onPointerMove={() => setActive(place)}
                className={cn(
                  'flex h-10 cursor-pointer items-center gap-3 rounded-md px-2 max-sm:h-12',
                  place === current && 'bg-sunken',
                )}
              >
                <Avatar
                  id={person.id}
                  name={person.name}
                  image={person.image}
                  size="sm"
                  presence={presence[person.id]}
                  ring="ring-raised"
                />
                <span className="min-w-0 flex-1 truncate">{person.name}</span>
                {selected ? <Check className="size-4 text-accent-ink" aria-hidden /> : null}
              </div>
            );
          })}
        </div>
        {people === null ? (
          <div className="flex flex-col gap-2 p-2">
            <Skeleton className="h-6 w-3/4" />
            <Skeleton className="h-6 w-1/2" />
            <Skeleton className="h-6 w-2/3" />
          </div>
        ) : null}
        <p role="status" className="px-2 py-3 text-soft empty:hidden">
          {error
            ? errorText(error)
            : people !== null && options.length === 0 && answered
              ? t(query.trim() === '' ? 'nobodyElse' : 'none')
              : null}
        </p>
      </div>
    </div>
  );
};
