'use client';

import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { hasAccess } from '../../../protocol/index.ts';
import { useMe } from '../../_live/connection/hooks.ts';
import { buttonLook } from '../../_ui/button.tsx';
import { Group } from './group.tsx';

/** The way to one's bots, their tokens and webhooks. */
export const ProgramsLink = () => {
  const t = useTranslations('settings');
  const { role } = useMe();
  return (
    <Group
      id="programs"
      title={t('programs')}
      hint={t(hasAccess('colleague', role) ? 'programsHint' : 'programsHintGuest')}
    >
      <Link href="/settings/programs" className={`${buttonLook()} w-fit`}>
        {t('openPrograms')}
      </Link>
    </Group>
  );
};
