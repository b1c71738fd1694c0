'use client';

import { Eye } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { useLooking } from '../../../_live/tickets/ticket-hooks.ts';
import { useNames } from '../../../_people/names.ts';
import { PersonAvatar } from '../../../_people/person-avatar.tsx';

/** More than these are counted. */
const shown = 3;

/** Who else has this ticket open now. */
export const Lookers = ({ rejectionId }: { rejectionId: string }) => {
  const t = useTranslations('tickets');
  const people = useLooking(rejectionId);
  const nameOf = useNames(people);
  if (people.length === 0) return null;
  const names = people.slice(0, shown).map(nameOf).join(', ');
  const text = t('looking', { count: people.length, names, more: Math.max(0, people.length - shown) });
  return (
    <span role="status" title={text} className="flex shrink-0 items-center gap-1 text-faint">
      <Eye className="size-4" aria-hidden />
      <span className="sr-only">{text}</span>
      {people.slice(0, shown).map((id) => (
        <PersonAvatar key={id} id={id} size="sm" />
      ))}
      {people.length > shown ? <span className="text-xs">+{people.length - shown}</span> : null}
    </span>
  );
};
