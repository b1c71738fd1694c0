'use client';

import { useCallback, useEffect, useState } from 'react';
import type { PayloadInput, TicketSettings } from '../../../../../protocol/index.ts';
import { useLive } from '../../../../_live/core/hooks.ts';
import { useErrorText } from '../../../../_ui/error-text.ts';

type Spot = 'outcomes' | 'acknowledgeHours';
type Note = { readonly spot: Spot; readonly error: string | null };

/** What admins decide about tickets, each saved at once; what was said last stands at its field. */
export const useTicketRules = () => {
  const live = useLive();
  const errorText = useErrorText();
  const [rules, setRules] = useState<TicketSettings | null>(null);
  const [note, setNote] = useState<Note | null>(null);
  const load = useCallback(async () => {
    const answer = await live.request('ticket:settings', {});
    if (answer.ok) setRules(answer.data);
  }, [live]);
  useEffect(() => void load(), [load]);
  const save = async (spot: Spot, patch: PayloadInput<'ticket:configure'>): Promise<boolean> => {
    setNote(null);
    const answer = await live.request('ticket:configure', patch);
    if (answer.ok) setRules(answer.data);
    setNote({ spot, error: answer.ok ? null : errorText(answer.error) });
    return answer.ok;
  };
  return {
    ...{ rules, save },
    errorAt: (spot: Spot): string | undefined => (note?.spot === spot && note.error !== null ? note.error : undefined),
    isSaved: (spot: Spot): boolean => note?.spot === spot && note.error === null,
  };
};

export type TicketRules = ReturnType<typeof useTicketRules>;
