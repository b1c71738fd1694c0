'use client';

import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
import type { ContractError, Person, Rejection, Result } from '../../../../protocol/index.ts';
import { useLive } from '../../../_live/core/hooks.ts';
import type { LiveClient } from '../../../_live/live-client.ts';
import { useErrorText } from '../../../_ui/error-text.ts';
import { toast } from '../../../_ui/toast.ts';

type Ask = (seen: Rejection) => Promise<Result<Rejection>>;

/** As long as the toast that offers it. */
const undoSpan = 10_000;

/** One deed after the other on each ticket: the second sees what the first has made of it. */
class Turns {
  readonly #last = new Map<string, Promise<Rejection | null>>();

  async take(seen: Rejection, ask: Ask): Promise<{ before: Rejection; answer: Result<Rejection> }> {
    const earlier = await this.#last.get(seen.id);
    const before = earlier && earlier.version > seen.version ? earlier : seen;
    const asked = ask(before);
    const known = asked.then((answer) => (answer.ok ? answer.data : null));
    this.#last.set(seen.id, known);
    const answer = await asked;
    if (this.#last.get(seen.id) === known) this.#last.delete(seen.id);
    return { before, answer };
  }
}

const nameOf = async (live: LiveClient, id: string): Promise<string | undefined> => {
  const known = live.store.getState().people[id];
  if (known) return known.name;
  const answer = await live.request('people:list', { ids: [id] });
  return answer.ok ? answer.data.people[0]?.name : undefined;
};

const conflictKeys = {
  acknowledge: 'conflictAcknowledged',
  resolve: 'conflictResolved',
  assign: 'conflictAssigned',
  reopen: 'conflictReopened',
  discuss: 'conflictDiscussed',
} as const;

/** Says who was first, and with what. */
const useConflictText = () => {
  const t = useTranslations('tickets');
  return useMemo(
    () =>
      async (live: LiveClient, ticket: string, { data }: ContractError): Promise<string> => {
        const deed = data?.deed;
        if (!deed || deed.kind === 'other') return t('conflict', { ticket });
        const name = (await nameOf(live, deed.byId)) ?? t('somebody');
        if (deed.kind !== 'assign') return t(conflictKeys[deed.kind], { name, ticket });
        if (deed.assigneeId === null) return t('conflictUnassigned', { name, ticket });
        const assignee = (await nameOf(live, deed.assigneeId)) ?? t('somebody');
        return t('conflictAssigned', { name, ticket, assignee });
      },
    [t],
  );
};

/** The way back to what was before; it is refused when anybody did anything since. */
const undoing = (live: LiveClient, before: Rejection): Ask => {
  const { assigneeId, state } = before;
  return ({ id: rejectionId, version, state: now }) => {
    if (now === state) return live.request('ticket:assign', { rejectionId, version, assigneeId });
    if (state === 'resolved') return live.request('ticket:resolve', { rejectionId, version });
    return live.request('ticket:reopen', { rejectionId, version, as: state });
  };
};

/** What can be done with a rejection; each says what became of it, and offers for a while to take it back. */
export const useTicketActions = () => {
  const t = useTranslations('tickets');
  const live = useLive();
  const errorText = useErrorText();
  const conflictText = useConflictText();
  return useMemo(() => {
    const turns = new Turns();
    let last: { undo: () => void; until: number } | null = null;
    const refused = async (seen: Rejection, error: ContractError) =>
      toast.error(error.code === 'conflict' ? await conflictText(live, seen.ticketId, error) : errorText(error));
    const takeBack = async (before: Rejection, after: Rejection) => {
      last = null;
      const { answer } = await turns.take(after, undoing(live, before));
      if (answer.ok) toast.info(t('undone', { ticket: before.ticketId }));
      else await refused(after, answer.error);
    };
    const act = async (seen: Rejection, done: string, ask: Ask): Promise<void> => {
      const { before, answer } = await turns.take(seen, ask);
      if (!answer.ok) return refused(seen, answer.error);
      const after = answer.data;
      const undo = () => void takeBack(before, after);
      last = { undo, until: Date.now() + undoSpan };
      toast.success(done, { text: t('undo'), onSelect: undo });
    };
    return {
      acknowledge: (seen: Rejection) =>
        act(seen, t('acknowledged', { ticket: seen.ticketId }), ({ id: rejectionId, version }) =>
          live.request('ticket:acknowledge', { rejectionId, version }),
        ),
      resolve: (seen: Rejection) =>
        act(seen, t('resolved', { ticket: seen.ticketId }), ({ id: rejectionId, version }) =>
          live.request('ticket:resolve', { rejectionId, version }),
        ),
      reopen: (seen: Rejection) =>
        act(seen, t('reopened', { ticket: seen.ticketId }), ({ id: rejectionId, version }) =>
          live.request('ticket:reopen', { rejectionId, version }),
        ),
      assign: (seen: Rejection, person: Person | null) => {
        const ticket = seen.ticketId;
        const done = person ? t('assigned', { ticket, name: person.name }) : t('unassignedDone', { ticket });
        return act(seen, done, ({ id: rejectionId, version }) =>
          live.request('ticket:assign', { rejectionId, version, assigneeId: person?.id ?? null }),
        );
      },
      /** Takes the last deed back, while that is offered. */
      undoLast: () => {
        if (last && Date.now() < last.until) last.undo();
      },
    };
  }, [live, t, errorText, conflictText]);
};

export type TicketActions = ReturnType<typeof useTicketActions>;
