'use client';

import { useCallback } from 'react';
import type { ClientEventName, Data, PayloadInput, Result } from '../../../../protocol/index.ts';
import { useLive } from '../../../_live/core/hooks.ts';
import { useErrorText } from '../../../_ui/error-text.ts';
import { toast } from '../../../_ui/toast.ts';

type Action = Extract<ClientEventName, `conversation:${string}`>;

/** Asks the server to change a conversation, and says so when it refuses. */
export const useConversationAction = () => {
  const live = useLive();
  const errorText = useErrorText();
  return useCallback(
    async <E extends Action>(event: E, payload: PayloadInput<E>): Promise<Result<Data<E>>> => {
      const answer = await live.request(event, payload);
      if (!answer.ok) toast.error(errorText(answer.error));
      return answer;
    },
    [live, errorText],
  );
};
