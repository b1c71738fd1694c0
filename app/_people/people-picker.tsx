'use client';

import { Check, X } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useId, useMemo, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Person, PresenceState } from '../../protocol/index.ts';
import { useMe } from '../_live/connection/hooks.ts';
import { usePresence } from '../_live/presence/hooks.ts';
import { Avatar } from '../_ui/avatar.tsx';
import { cn } from '../_ui/class-names.ts';
import { ClearSearch } from '../_ui/clear-search.tsx';
import { useErrorText } from '../_ui/error-text.ts';
import { Input } from '../_ui/input.tsx';
import { Skeleton } from '../_ui/skeleton.tsx';
import { namesakes } from './namesakes.ts';
import { type PeopleSource, usePeopleSearch } from './people-search.ts';
import { ShownName } from './shown-name.tsx';

type PeoplePickerProps = {
  /** Called on every choice; a chosen person chosen again is taken back. */
  onToggle: (person: Person) => void;
  chosen?: readonly Person[];
  exclude?: readonly string[];
  autoFocus?: boolean;
  among?: PeopleSource;
  /** Said when there is nobody but oneself. */
  nobodyElse?: string;
  /** Stands below where nobody was found: what can be done about it. */
  offer?: ReactNode;
};

// The same every time: a new list on each drawing would look like a change.
const nobody: readonly Person[] = [];
const nobodyById: readonly string[] = [];

const Loading = () => (
  <div className="flex flex-col gap-2 p-2">
    <Skeleton className="h-6 w-3/4" />
    <Skeleton className="h-6 w-1/2" />
    <Skeleton className="h-6 w-2/3" />
  </div>
);

const Chosen = ({ people, onToggle }: { people: readonly Person[]; onToggle: (person: Person) => void }) => {
  const t = useTranslations('people');
  return (
    <ul aria-label={t('chosen')} className="flex flex-wrap gap-1 empty:hidden">
      {people.map((person) => (
        <li key={person.id}>
          <button
            type="button"
            aria-label={t('removeChosen', { name: person.name })}
            onClick={() => onToggle(person)}
            className="flex h-7 items-center gap-1 rounded-md bg-accent-wash px-2 text-accent-ink text-sm"
          >
            <bdi className="max-w-50 truncate">{person.name}</bdi>
            <X className="size-3" aria-hidden />
          </button>
        </li>
      ))}
    </ul>
  );
};

type OptionProps = {
  id: string;
  person: Person;
  /** Tells people of one name apart. */
  mark: string | undefined;
  presence: PresenceState | undefined;
  isActive: boolean;
  isChosen: boolean;
  onChoose: () => void;
  onPoint: () => void;
};

const Option = ({ id, person, mark, presence, isActive, isChosen, onChoose, onPoint }: OptionProps) => (
  // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are handled by the combobox that owns this list
  <div
    id={id}
    role="option"
    tabIndex={-1}
    aria-selected={isChosen}
    onClick={onChoose}
    onPointerMove={onPoint}
    className={cn('flex h-10 cursor-pointer items-center gap-3 rounded-md px-2 max-sm:h-12', isActive && 'bg-sunken')}
  >
    <Avatar {...person} size="sm" presence={presence} ring="ring-raised" />
    <ShownName name={person.name} mark={mark} className="min-w-0 flex-1" />
    {isChosen ? <Check className="size-4 text-accent-ink" aria-hidden /> : null}
  </div>
);

// Everybody found but oneself and those who are left out.
const useFound = (query: string, exclude: readonly string[], among: PeopleSource, nobodyElse: string) => {
  const t = useTranslations('people');
  const errorText = useErrorText();
  const me = useMe();
  const { people, error, answered } = usePeopleSearch(query, true, among);
  const hidden = useMemo(() => new Set([me.id, ...exclude]), [me.id, exclude]);
  const options = useMemo(() => people?.filter((person) => !hidden.has(person.id)) ?? [], [people, hidden]);
  const isNobody = people !== null && options.length === 0 && answered;
  const emptyNote = isNobody ? (query.trim() === '' ? nobodyElse : t('none')) : null;
  const isLoading = people === null && !error;
  return { options, answered, isLoading, isNobody, note: error ? errorText(error) : emptyNote };
};

/** Finds people by name and chooses one or several of them, also with the keyboard alone. */
export const PeoplePicker = ({
  onToggle,
  chosen = nobody,
  exclude = nobodyById,
  autoFocus = false,
  among = 'people:list',
  nobodyElse,
  offer,
}: PeoplePickerProps) => {
  const field = useRef<HTMLInputElement>(null);
  const t = useTranslations('people');
  const id = useId();
  const [query, setQuery] = useState('');
  const [active, setActive] = useState(0);
  const found = useFound(query, exclude, among, nobodyElse ?? t('nobodyElse'));
  const { options, answered } = found;
  const marks = useMemo(() => namesakes(options), [options]);
  const presence = usePresence(options.map((person) => person.id));
  const current = Math.min(active, options.length - 1);
  const option = options[current];

  const search = (text: string) => {
    setQuery(text);
    setActive(0);
  };
  const choose = (person: Person) => {
    onToggle(person);
    search('');
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const last = chosen.at(-1);
    if (event.key === 'Enter' && option && answered) choose(option);
    if (event.key === 'Backspace' && query === '' && last) onToggle(last);
    if (step !== undefined && options.length > 0) setActive((current + step + options.length) % options.length);
    // Enter must not send a form around this, and the arrows must not move the cursor.
    if (event.key === 'Enter' || step !== undefined) event.preventDefault();
  };
  return (
    <div className="flex flex-col gap-2">
      <Chosen people={chosen} onToggle={onToggle} />
      <Input
        ref={field}
        role="combobox"
        aria-label={t('find')}
        placeholder={t('find')}
        aria-expanded={options.length > 0}
        aria-controls={`${id}-list`}
        aria-activedescendant={option ? `${id}-${option.id}` : undefined}
        autoComplete="off"
        autoFocus={autoFocus}
        value={query}
        onChange={(event) => search(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <div className="h-60 overflow-y-auto">
        <div id={`${id}-list`} role="listbox" aria-label={t('results')} aria-multiselectable={chosen.length > 0}>
          {options.map((person, place) => (
            <Option
              key={person.id}
              id={`${id}-${person.id}`}
              person={person}
              mark={marks.get(person.id)}
              presence={presence[person.id]}
              isActive={place === current}
              isChosen={chosen.some((candidate) => candidate.id === person.id)}
              onChoose={() => choose(person)}
              onPoint={() => setActive(place)}
            />
          ))}
        </div>
        {found.isLoading ? <Loading /> : null}
        <p role="status" className="px-2 py-3 text-soft empty:hidden">
          {found.note}
        </p>
        {found.isNobody ? (
          <div className="flex flex-wrap gap-2 px-2 empty:hidden">
            {query === '' ? null : <ClearSearch field={field} onClear={() => search('')} />}
            {offer}
          </div>
        ) : null}
      </div>
    </div>
  );
};
