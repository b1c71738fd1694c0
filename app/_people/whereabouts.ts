'use client';

import { useTranslations } from 'use-intl';
import { usePerson } from '../_live/people/hooks.ts';
import { usePresence } from '../_live/presence/hooks.ts';

/** Whether somebody is there, in words; nobody ever is whose account was switched off, or is gone. */
export const useWhereabouts = (id: string): { words: string | null; isDeactivated: boolean } => {
  const t = useTranslations('people');
  const person = usePerson(id);
  const presence = usePresence([id])[id];
  const isDeactivated = person?.deactivated === true;
  if (isDeactivated) return { words: t('deactivated'), isDeactivated };
  return { words: person && presence ? t(`presence.${presence}`) : null, isDeactivated };
};
