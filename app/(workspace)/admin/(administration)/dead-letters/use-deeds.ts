'use client';

import { useMemo } from 'react';
import type { DeadLetterSelection, Result } from '../../../../../protocol/index.ts';
import { useLive } from '../../../../_live/core/hooks.ts';
import { useErrorText } from '../../../../_ui/error-text.ts';
import { toast } from '../../../../_ui/toast.ts';

/**
 * What can be done with many letters.
 * @param onBegun called when it has begun
 */
export const useDeeds = (onBegun: () => void) => {
  const live = useLive();
  const errorText = useErrorText();
  return useMemo(() => {
    const told = async (asked: Promise<Result<unknown>>): Promise<void> => {
      const answer = await asked;
      if (answer.ok) onBegun();
      else toast.error(errorText(answer.error));
    };
    return {
      retry: (selection: DeadLetterSelection) => told(live.request('dead-letter:retry', { selection })),
      discard: (selection: DeadLetterSelection, reason: string) =>
        told(live.request('dead-letter:discard', { selection, reason })),
      restore: (selection: DeadLetterSelection) => told(live.request('dead-letter:restore', { selection })),
      cancel: (runId: string) => told(live.request('dead-letter:cancel', { runId })),
    };
  }, [live, errorText, onBegun]);
};
export type Deeds = ReturnType<typeof useDeeds>;
