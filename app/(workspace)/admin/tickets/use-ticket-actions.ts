'use client';

import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
import type { ContractError, PayloadInput, Person, Rejection, Result } from '../../../../protocol/index.ts';
import { failure } from '../../../../protocol/result.ts';
import { neededContract } from '../../../../protocol/version.ts';
import { useLive } from '../../../_live/core/hooks.ts';
import { useErrorText } from '../../../_ui/error-text.ts';
import { toast } from '../../../_ui/toast.ts';
import { expectDeed, type Wished } from './pending-deeds.ts';
import { type Ask, takenBack } from './taken-back.ts';
import { useConflictText } from './use-conflict-text.ts';

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

/** Until when, or until how often: as `ticket:snooze` takes it. */
export type Snooze = Pick<PayloadInput<'ticket:snooze'>, 'until' | 'times'>;
/** Why it is resolved, where somebody says so. */
export type Outcome = Pick<PayloadInput<'ticket:resolve'>, 'outcome' | 'text'>;

type Deed = { done: string; wished: Wished; ask: Ask };

/** Does a deed, says what became of it, and offers for a while to take it back. */
const useDeeds = () => {
  const t = useTranslations('tickets');
  const live = useLive();
  const errorText = useErrorText();
  const conflictText = useConflictText();
  return useMemo(() => {
    const turns = new Turns();
    let last: { undo: () => void; until: number } | null = null;
    let deeds = 0;
    const refused = async (seen: Rejection, error: ContractError, id: string) => {
      const text = error.code === 'conflict' ? await conflictText(live, seen.ticketId, error) : errorText(error);
      toast.error(text, undefined, id);
    };
    const takeBack = async (before: Rejection, after: Rejection, id: string) => {
      const arrived = expectDeed(after.id, { state: before.state, assigneeId: before.assigneeId });
      const { answer } = await turns.take(after, takenBack(live, before));
      arrived();
      if (answer.ok) toast.info(t('undone', { ticket: before.ticketId }), undefined, id);
      else await refused(after, answer.error, id);
    };
    return {
      act: async (seen: Rejection, { done, wished, ask }: Deed): Promise<void> => {
        const id = `deed-${++deeds}`;
        const arrived = expectDeed(seen.id, wished);
        const taking = turns.take(seen, ask);
        let isTakenBack = false;
        // It is shown already: whoever takes it back before the answer is there means this one, and not the one before.
        const takeItBack = async () => {
          if (isTakenBack) return;
          isTakenBack = true;
          const shown = expectDeed(seen.id, { state: seen.state, assigneeId: seen.assigneeId });
          const { before, answer } = await taking;
          shown();
          if (answer.ok) await takeBack(before, answer.data, id);
        };
        const undo = () => void takeItBack();
        const own = { undo, until: Date.now() + undoSpan };
        last = own;
        toast.success(done, { text: t('undo'), onSelect: undo }, id);
        const { answer } = await taking;
        arrived();
        if (answer.ok) return;
        if (last === own) last = null;
        return refused(seen, answer.error, id);
      },
      /** Takes the last deed back, while that is offered. */
      undoLast: () => {
        const undone = last;
        last = null;
        if (undone && Date.now() < undone.until) undone.undo();
      },
    };
  }, [live, t, errorText, conflictText]);
};

const seenOf = ({ id: rejectionId, version }: Rejection) => ({ rejectionId, version });

/** What can be done with a rejection. */
export const useTicketActions = () => {
  const t = useTranslations('tickets');
  const live = useLive();
  const { act, undoLast } = useDeeds();
  return useMemo(() => {
    const resolved: Wished = { state: 'resolved' };
    return {
      undoLast,
      acknowledge: (seen: Rejection) =>
        act(seen, {
          done: t('acknowledged', { ticket: seen.ticketId }),
          wished: { state: 'acknowledged' },
          ask: (now) => live.request('ticket:acknowledge', seenOf(now)),
        }),
      resolve: (seen: Rejection, outcome: Outcome = {}) =>
        act(seen, {
          done: t('resolved', { ticket: seen.ticketId }),
          wished: resolved,
          ask: async (now) =>
            // An instance of the version before would drop the outcome, and resolve it without one.
            neededContract('ticket:resolve', outcome) > live.store.getState().connection.contract
              ? failure('unavailable', 'this instance knows no outcomes')
              : live.request('ticket:resolve', { ...seenOf(now), ...outcome }),
        }),
      duplicate: (seen: Rejection, original: Rejection) =>
        act(seen, {
          done: t('duplicateDone', { ticket: seen.ticketId, original: original.ticketId }),
          wished: resolved,
          ask: (now) => live.request('ticket:duplicate', { ...seenOf(now), originalId: original.id }),
        }),
      snooze: (seen: Rejection, until: Snooze) =>
        act(seen, {
          done: t('snoozed', { ticket: seen.ticketId }),
          wished: { state: 'snoozed' },
          ask: (now) => live.request('ticket:snooze', { ...seenOf(now), ...until }),
        }),
      reopen: (seen: Rejection) =>
        act(seen, {
          done: t('reopened', { ticket: seen.ticketId }),
          wished: { state: 'open' },
          ask: (now) => live.request('ticket:reopen', seenOf(now)),
        }),
      assign: (seen: Rejection, person: Person | null) => {
        const ticket = seen.ticketId;
        return act(seen, {
          done: person ? t('assigned', { ticket, name: person.name }) : t('unassignedDone', { ticket }),
          wished: { assigneeId: person?.id ?? null },
          ask: (now) => live.request('ticket:assign', { ...seenOf(now), assigneeId: person?.id ?? null }),
        });
      },
    };
  }, [live, t, act, undoLast]);
};

export type TicketActions = ReturnType<typeof useTicketActions>;
