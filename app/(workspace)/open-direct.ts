'use client';

import { useCallback } from 'react';
import { useLive } from '../_live/core/hooks.ts';
import { useErrorText } from '../_ui/error-text.ts';
import { toast } from '../_ui/toast.ts';
import { pathOfConversation, useGoTo } from './navigation.tsx';

/** Opens the direct conversation with somebody, or with several people; the first time it is made. */
export const useOpenDirect = (): ((...memberIds: string[]) => Promise<boolean>) => {
  const live = useLive();
  const goTo = useGoTo();
  const errorText = useErrorText();
  return useCallback(
    async (...memberIds) => {
      const [memberId] = memberIds;
      // An instance of a version before knows only conversations between two.
      const among = memberIds.length === 1 && memberId !== undefined ? { memberId } : { memberIds };
      const answer = await live.request('conversation:create', { kind: 'direct', ...among });
      if (answer.ok) goTo(pathOfConversation(answer.data.id));
      else toast.error(errorText(answer.error));
      return answer.ok;
    },
    [live, goTo, errorText],
  );
};
