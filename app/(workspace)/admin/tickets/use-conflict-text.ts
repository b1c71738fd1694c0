'use client';

import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
import type { ContractError } from '../../../../protocol/index.ts';
import type { LiveClient } from '../../../_live/live-client.ts';

const nameOf = async (live: LiveClient, id: string): Promise<string | undefined> => {
  const known = live.store.getState().people[id];
  if (known) return known.name;
  const answer = await live.request('people:list', { ids: [id] });
  return answer.ok ? answer.data.people[0]?.name : undefined;
};

const keys = {
  acknowledge: 'conflictAcknowledged',
  resolve: 'conflictResolved',
  assign: 'conflictAssigned',
  reopen: 'conflictReopened',
  discuss: 'conflictDiscussed',
  snooze: 'conflictSnoozed',
  duplicate: 'conflictDuplicate',
} as const;

/** Says who was first, and with what. */
export const useConflictText = () => {
  const t = useTranslations('tickets');
  return useMemo(
    () =>
      async (live: LiveClient, ticket: string, { data }: ContractError): Promise<string> => {
        const deed = data?.deed;
        if (!deed && data?.rejection?.state === 'open') return t('conflictWoken', { ticket });
        if (!deed || deed.kind === 'other') return t('conflict', { ticket });
        const name = (await nameOf(live, deed.byId)) ?? t('somebody');
        if (deed.kind !== 'assign') return t(keys[deed.kind], { name, ticket });
        if (deed.assigneeId === null) return t('conflictUnassigned', { name, ticket });
        const assignee = (await nameOf(live, deed.assigneeId)) ?? t('somebody');
        return t('conflictAssigned', { name, ticket, assignee });
      },
    [t],
  );
};
