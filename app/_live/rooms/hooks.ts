'use client';

import { useMemo } from 'react';
import { useLiveState } from '../core/hooks.ts';
import type { LiveConversation, Removal } from './state.ts';

/** Every conversation of the user, in no particular order; complete once `loaded`. */
export const useConversations = (): { loaded: boolean; conversations: readonly LiveConversation[] } => {
  const loaded = useLiveState((state) => state.loaded);
  const byId = useLiveState((state) => state.conversations);
  return useMemo(() => ({ loaded, conversations: Object.values(byId) }), [loaded, byId]);
};

export const useConversation = (id: string): LiveConversation | undefined =>
  useLiveState((state) => state.conversations[id]);

/** How one came to be no member of a room any more, if this page saw it happen. */
export const useRemoval = (id: string): Removal | undefined => useLiveState((state) => state.removals[id]);

export const useTotalUnread = (): { unread: number; mentions: number } => {
  const conversations = useLiveState((state) => state.conversations);
  return useMemo(() => {
    const all = Object.values(conversations);
    return {
      unread: all.reduce((sum, { unread }) => sum + unread, 0),
      mentions: all.reduce((sum, { mentions }) => sum + mentions, 0),
    };
  }, [conversations]);
};
