'use client';

import { useTranslations } from 'use-intl';
import { usePeople } from '../../../_live/people/hooks.ts';
import { useNames } from '../../../_people/names.ts';
import { Avatar } from '../../../_ui/avatar.tsx';

const shown = 5;

/** Who has read up to this message; lies in the corner and takes no room. */
export const Readers = ({ ids: joined }: { ids: string }) => {
  const t = useTranslations('chat');
  const ids = joined.split(' ');
  const people = usePeople(ids);
  const nameOf = useNames(ids);
  const label = t('readBy', { names: ids.map(nameOf).join(', ') });
  return (
    <span role="img" aria-label={label} title={label} className="absolute right-2 bottom-1 flex gap-0.5">
      {people.slice(0, shown).map((person) => (person ? <Avatar key={person.id} {...person} size="xs" /> : null))}
      {ids.length > shown ? <span className="text-[10px] text-faint leading-4">+{ids.length - shown}</span> : null}
    </span>
  );
};
