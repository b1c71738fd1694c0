'use client';

import { useShallow } from 'zustand/react/shallow';
import type { LiveState } from '../../slices.ts';
import { useLiveState } from '../hooks.ts';
import { waitsForNewerPage } from './entries.ts';
import type { OutboxEntry } from './entry.ts';

/** What waits in one conversation, in the order in which it is to be sent. */
export const useOutbox = (id: string): readonly OutboxEntry[] =>
  useLiveState(useShallow((state: LiveState) => state.outbox.entries.filter((entry) => entry.conversationId === id)));

/** Everything of one's own that is not sent yet, or was refused, in any conversation. */
export const useAllUnsent = (): readonly OutboxEntry[] => useLiveState((state) => state.outbox.entries);

/** What waits for, or was refused by, a conversation that is not there (any more): shown nowhere else, and never dropped. */
export const useStranded = (): readonly OutboxEntry[] =>
  useLiveState(
    useShallow(({ loaded, outbox, conversations }: LiveState) =>
      loaded ? outbox.entries.filter(({ conversationId }) => !conversations[conversationId]) : [],
    ),
  );

/** Whether this page has to be loaded anew, for something to be sent that waits. */
export const useWaitsForNewerPage = (): boolean => useLiveState(waitsForNewerPage);

/** Whether what waits to be sent would survive the page. */
export const useOutboxKept = (): boolean => useLiveState(({ outbox }) => outbox.kept || outbox.entries.length === 0);
