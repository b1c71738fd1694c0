'use client';

import { useMemo } from 'react';
import { useLiveState } from '../core/hooks.ts';
import { useOutbox } from '../core/outbox/hooks.ts';
import { type Timeline, type TimelineItem, timelineOf, unsentItems } from './timeline.ts';

/** What is shown of a conversation. Call `openConversation` once when the user turns to it. */
export const useTimeline = (id: string): Timeline => {
  const log = useLiveState((state) => state.logs[id]);
  const meId = useLiveState((state) => state.me.id);
  const entries = useOutbox(id);
  return useMemo(() => timelineOf(log, entries, meId), [log, entries, meId]);
};

/** One's own messages that are not sent yet: known without a connection, before anything else of the conversation is. */
export const useUnsent = (id: string): readonly TimelineItem[] => {
  const meId = useLiveState((state) => state.me.id);
  const entries = useOutbox(id);
  return useMemo(() => unsentItems(entries, meId), [entries, meId]);
};
