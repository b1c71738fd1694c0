'use client';

import { useCallback } from 'react';
import type { Rejection } from '../../../../protocol/index.ts';
import { useLive } from '../../../_live/core/hooks.ts';
import { useErrorText } from '../../../_ui/error-text.ts';
import { toast } from '../../../_ui/toast.ts';

/** Goes into the room about a ticket, which is made where there is none. */
export const useDiscuss = (): ((ticket: Pick<Rejection, 'id'>) => Promise<boolean>) => {
  const live = useLive();
  const errorText = useErrorText();
  return useCallback(
    async ({ id: rejectionId }) => {
      const answer = await live.request('ticket:discuss', { rejectionId });
      if (!answer.ok) toast.error(errorText(answer.error));
      return answer.ok;
    },
    [live, errorText],
  );
};
