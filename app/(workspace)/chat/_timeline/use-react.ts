'use client';

import { useCallback } from 'react';
import { useLive } from '../../../_live/core/hooks.ts';
import { useErrorText } from '../../../_ui/error-text.ts';
import { toast } from '../../../_ui/toast.ts';

/** Adds or takes back one's own reaction. */
export const useReact = () => {
  const live = useLive();
  const errorText = useErrorText();
  return useCallback(
    async (messageId: string, emoji: string, on: boolean): Promise<void> => {
      const answer = await live.request('message:react', { messageId, emoji, on });
      if (!answer.ok) toast.error(errorText(answer.error));
    },
    [live, errorText],
  );
};
