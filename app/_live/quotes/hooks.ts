'use client';

import { useEffect } from 'react';
import type { Message } from '../../../protocol/index.ts';
import { useLive, useLiveState } from '../core/hooks.ts';

/**
 * What a message that another one answers says by now, asked for when it is not known yet; `none` when it is not there for
 * the user, undefined as long as nothing is known.
 */
export const useQuoted = (conversationId: string, messageId: string | null): Message | 'none' | undefined => {
  const live = useLive();
  const quote = useLiveState(({ quotes }) => (messageId === null ? undefined : quotes[messageId]));
  const isWanted = messageId !== null && quote === undefined;
  useEffect(() => {
    if (isWanted) live.needQuote(conversationId, messageId);
  }, [live, conversationId, messageId, isWanted]);
  return quote?.message ?? (quote?.state === 'none' ? 'none' : undefined);
};
