'use client';

import { MessageSquare, Users } from 'lucide-react';
import { useSearchParams } from 'next/navigation';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Person, PresenceState } from '../../../protocol/index.ts';
import { limits } from '../../../protocol/limits.ts';
import { InviteButton } from '../../_invitations/invite-button.tsx';
import { useMe } from '../../_live/connection/hooks.ts';
import { usePresence } from '../../_live/presence/hooks.ts';
import { LocalTime } from '../../_people/local-time.tsx';
import { namesakes } from '../../_people/namesakes.ts';
import { usePeopleSearch } from '../../_people/people-search.ts';
import { PersonAnchor } from '../../_people/person-anchor.tsx';
import { ShownName } from '../../_people/shown-name.tsx';
import { StatusSign } from '../../_people/status-line.tsx';
import { Avatar } from '../../_ui/avatar.tsx';
import { ClearSearch } from '../../_ui/clear-search.tsx';
import { Empty } from '../../_ui/empty.tsx';
import { useErrorText } from '../../_ui/error-text.ts';
import { IconButton } from '../../_ui/icon-button.tsx';
import { Input } from '../../_ui/input.tsx';
import { Skeleton } from '../../_ui/skeleton.tsx';
import { useOpenDirect } from '../open-direct.ts';

type RowProps = { person: Person; mark: string | undefined; presence: PresenceState | undefined };

const Row = ({ person, mark, presence }: RowProps) => {
  const t = useTranslations('people');
  const me = useMe();
  const openDirect = useOpenDirect();
  return (
    <li className="flex min-h-14 items-center gap-2 rounded-md pr-2 focus-within:bg-panel hover:bg-panel">
      <PersonAnchor id={person.id} className="flex flex-1 items-center gap-3 px-2 py-2">
        <Avatar {...person} size="lg" presence={presence} />
        <span className="min-w-0 flex-1">
          <span className="flex items-center gap-1.5">
            <ShownName name={person.name} mark={mark} className="font-medium" />
            <StatusSign status={person.status} />
            {presence ? <span className="sr-only">{t(`presence.${presence}`)}</span> : null}
          </span>
          <span className="block truncate text-soft text-sm empty:hidden">
            {person.title ? <bdi>{person.title}</bdi> : null}
          </span>
        </span>
        <span className="shrink-0 text-faint text-xs empty:hidden max-sm:hidden">
          {person.timeZone ? <LocalTime zone={person.timeZone} /> : null}
        </span>
      </PersonAnchor>
      {person.id === me.id ? null : (
        <IconButton label={t('messageTo', { name: person.name })} onClick={() => void openDirect(person.id)}>
          <MessageSquare />
        </IconButton>
      )}
    </li>
  );
};

/** What is looked for stands in the address, so that it can be sent to a colleague. */
const useQuery = () => {
  const [query, setQuery] = useState(useSearchParams().get('q') ?? '');
  useEffect(() => {
    const address = query.trim() === '' ? '/people' : `/people?q=${encodeURIComponent(query.trim())}`;
    if (address !== window.location.pathname + window.location.search) window.history.replaceState(null, '', address);
  }, [query]);
  return [query, setQuery] as const;
};

const Waiting = () => (
  <div className="flex flex-col gap-4 p-2">
    {['w-48', 'w-36', 'w-56'].map((width) => (
      <div key={width} className="flex items-center gap-3">
        <Skeleton className="size-9" />
        <Skeleton className={`h-4 ${width}`} />
      </div>
    ))}
  </div>
);

const People = ({ people, query }: { people: readonly Person[]; query: string }) => {
  const t = useTranslations('directory');
  const marks = useMemo(() => namesakes(people), [people]);
  const presence = usePresence(people.map(({ id }) => id));
  return (
    <>
      <ul aria-label={t('title')} className="-mx-2">
        {people.map((person) => (
          <Row key={person.id} person={person} mark={marks.get(person.id)} presence={presence[person.id]} />
        ))}
      </ul>
      {people.length < limits.peoplePage || query !== '' ? null : <p className="p-2 text-faint text-sm">{t('more')}</p>}
    </>
  );
};

/** Everybody, and who is found by a part of their name. */
export const Directory = () => {
  const t = useTranslations();
  const errorText = useErrorText();
  const field = useRef<HTMLInputElement>(null);
  const [query, setQuery] = useQuery();
  const { people, error, answered } = usePeopleSearch(query, true, 'people:list', limits.peoplePage);
  const isNobody = people?.length === 0 && answered && !error;
  return (
    <main className="min-w-0 flex-1 overflow-y-auto">
      <div className="mx-auto flex min-h-full max-w-180 flex-col gap-4 px-5 py-8">
        <div className="flex items-center justify-between gap-3">
          <h1 className="font-semibold text-2xl">{t('directory.title')}</h1>
          <InviteButton />
        </div>
        <Input
          ref={field}
          type="search"
          aria-label={t('people.find')}
          placeholder={t('directory.placeholder')}
          value={query}
          onChange={(event) => setQuery(event.target.value)}
        />
        <p role="status" className="sr-only">
          {answered && people ? t('directory.found', { count: people.length }) : null}
        </p>
        {error ? <p className="text-danger-ink">{errorText(error)}</p> : null}
        {people === null && !error ? <Waiting /> : null}
        {people && people.length > 0 ? <People people={people} query={query} /> : null}
        {isNobody ? (
          <Empty icon={<Users aria-hidden />} title={t('people.none')}>
            <ClearSearch field={field} onClear={() => setQuery('')} />
          </Empty>
        ) : null}
      </div>
    </main>
  );
};
