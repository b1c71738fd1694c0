'use client';

import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
import type { Person, Rejection, Result } from '../../../../protocol/index.ts';
import { type LiveClient, useLive } from '../../../_live/hooks.ts';
import { useErrorText } from '../../../_ui/error-text.ts';
import { toast } from '../../../_ui/toast.ts';

const reload = async (live: LiveClient, { id, ticketId }: Rejection): Promise<Rejection | undefined> => {
  const answer = await live.request('ticket:list', { text: ticketId, limit: 200 });
  return answer.ok ? answer.data.rejections.find((rejection) => rejection.id === id) : undefined;
};

const nameOf = async (live: LiveClient, id: string): Promise<string | undefined> => {
  const answer = await live.request('people:list', { ids: [id] });
  return answer.ok ? answer.data.people[0]?.name : undefined;
};

/** Says who was first: what changed between what the user saw and what is true now. */
const useConflictText = () => {
  const t = useTranslations('tickets');
  return async (live: LiveClient, seen: Rejection): Promise<string> => {
    const ticket = seen.ticketId;
    const now = await reload(live, seen);
    const changes = [
      ['conflictResolved', seen.resolvedById, now?.resolvedById],
      ['conflictAcknowledged', seen.acknowledgedById, now?.acknowledgedById],
      ['conflictAssigned', seen.assigneeId, now?.assigneeId],
    ] as const;
    for (const [key, before, after] of changes) {
      if (!after || after === before) continue;
      const name = await nameOf(live, after);
      if (name !== undefined) return t(key, { name, ticket });
    }
    return t('conflict', { ticket });
  };
};

/** What can be done with a rejection; each says what became of it. */
export const useTicketActions = () => {
  const t = useTranslations('tickets');
  const live = useLive();
  const errorText = useErrorText();
  const conflictText = useConflictText();
  // biome-ignore lint/correctness/useExhaustiveDependencies: conflictText changes only with t
  return useMemo(() => {
    const report = async (seen: Rejection, answer: Result<Rejection>, done: string): Promise<void> => {
      if (answer.ok) return toast.success(done);
      if (answer.error.code === 'conflict') return toast.error(await conflictText(live, seen));
      toast.error(errorText(answer.error));
    };
    return {
      acknowledge: async (seen: Rejection) => {
        const payload = { rejectionId: seen.id, version: seen.version };
        await report(
          seen,
          await live.request('ticket:acknowledge', payload),
          t('acknowledged', { ticket: seen.ticketId }),
        );
      },
      resolve: async (seen: Rejection) => {
        const payload = { rejectionId: seen.id, version: seen.version };
        await report(seen, await live.request('ticket:resolve', payload), t('resolved', { ticket: seen.ticketId }));
      },
      assign: async (seen: Rejection, person: Person | null) => {
        const payload = { rejectionId: seen.id, version: seen.version, assigneeId: person?.id ?? null };
        const ticket = seen.ticketId;
        const done = person ? t('assigned', { ticket, name: person.name }) : t('unassignedDone', { ticket });
        await report(seen, await live.request('ticket:assign', payload), done);
      },
    };
  }, [live, t, errorText]);
};

export type TicketActions = ReturnType<typeof useTicketActions>;
