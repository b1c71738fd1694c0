'use client';

import { useTranslations } from 'use-intl';
import { InvitationList } from '../../_invitations/invitation-list.tsx';
import { useMayInvite } from '../../_live/workspace/hooks.ts';
import { Group } from './group.tsx';

/** Links that let others in; there is nothing for who may not invite. */
export const Invitations = () => {
  const t = useTranslations('settings');
  if (!useMayInvite()) return null;
  return (
    <Group id="invitations" title={t('invitations')} hint={t('invitationsHint')}>
      <InvitationList />
    </Group>
  );
};
