'use client';

import { useCallback, useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { ContractError, Export, PayloadInput } from '../../protocol/index.ts';
import { useLive } from '../_live/core/hooks.ts';
import { useErrorText } from '../_ui/error-text.ts';
import { toast } from '../_ui/toast.ts';

/** How often it is looked how far a file is, in milliseconds. */
const pace = 1_500;

const isGoingOn = ({ state }: Export) => state === 'waiting' || state === 'running';

export type Exports = ReturnType<typeof useExports>;

/**
 * Files that are being written or kept, and what can be done about them.
 * @param list which: of what is one's own, or of rooms and everything
 */
export const useExports = (list: 'export:list' | 'export:list-own') => {
  const t = useTranslations('exports');
  const live = useLive();
  const errorText = useErrorText();
  /** Null until the first answer. */
  const [items, setItems] = useState<readonly Export[] | null>(null);
  const [error, setError] = useState<ContractError | null>(null);
  const renew = useCallback(async () => {
    const answer = await live.request(list, {});
    setError(answer.ok ? null : answer.error);
    if (answer.ok) setItems(answer.data.exports);
  }, [live, list]);
  useEffect(() => void renew(), [renew]);
  const goesOn = items?.some(isGoingOn) ?? false;
  useEffect(() => {
    if (!goesOn) return;
    const timer = setInterval(() => void renew(), pace);
    return () => clearInterval(timer);
  }, [goesOn, renew]);
  const ask = useCallback(
    async <Event extends 'export:create' | 'export:create-own'>(event: Event, payload: PayloadInput<Event>) => {
      const answer = await live.request(event, payload);
      if (answer.ok) setItems((before) => [answer.data, ...(before ?? [])]);
      else toast.error(errorText(answer.error));
      return answer.ok;
    },
    [live, errorText],
  );
  const remove = useCallback(
    async ({ id: exportId, state }: Export) => {
      const answer = await live.request('export:cancel', { exportId });
      if (!answer.ok) return void toast.error(errorText(answer.error));
      setItems((before) => before?.filter(({ id }) => id !== exportId) ?? null);
      toast.success(t(state === 'done' ? 'wasRemoved' : 'wasCancelled'));
    },
    [live, errorText, t],
  );
  return { items, error, renew, ask, remove };
};
