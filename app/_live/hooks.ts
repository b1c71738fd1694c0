'use client';

import { useEffect, useMemo } from 'react';
import { useStore } from 'zustand/react';
import { useShallow } from 'zustand/react/shallow';
import type { ContractError, Me, Person, PresenceState, Rejection } from '../../protocol/index.ts';
import { useLive } from './context.ts';
import type { LiveConversation, LiveState, Phase, TicketFilter, Timeline, TimelineItem } from './model.ts';
import { filterKey } from './ticket-filter.ts';
import { timelineOf, unsentItems } from './timeline.ts';

export { useLive } from './context.ts';
export type { LiveClient, SendOptions } from './live-client.ts';
export type { LiveConversation, Phase, TicketFilter, Timeline, TimelineItem, TimelineMessage } from './model.ts';

const useLiveState = <T>(selector: (state: LiveState) => T): T => useStore(useLive().store, selector);

// React compares dependencies by identity; callers pass fresh arrays on every render.
const useStableIds = (ids: readonly string[]): readonly string[] => {
  const key = ids.join(' ');
  return useMemo(() => (key === '' ? [] : key.split(' ')), [key]);
};

/** The connection as a user should know of it; `retryAt` is in milliseconds since the epoch. */
export const useConnection = (): { phase: Phase; retryAt: number | null; degraded: boolean } =>
  useLiveState(useShallow(({ connection: { phase, retryAt, degraded } }: LiveState) => ({ phase, retryAt, degraded })));

export const useMe = (): Me => useLiveState((state) => state.me);

/** Every conversation of the user, in no particular order; complete once `loaded`. */
export const useConversations = (): { loaded: boolean; conversations: readonly LiveConversation[] } => {
  const loaded = useLiveState((state) => state.loaded);
  const byId = useLiveState((state) => state.conversations);
  return useMemo(() => ({ loaded, conversations: Object.values(byId) }), [loaded, byId]);
};

export const useConversation = (id: string): LiveConversation | undefined =>
  useLiveState((state) => state.conversations[id]);

const useOutbox = (id: string) =>
  useLiveState(useShallow((state: LiveState) => state.outbox.entries.filter((entry) => entry.conversationId === id)));

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

/** A person's name and picture; asked for when not known yet. */
export const usePerson = (id: string): Person | undefined => {
  const live = useLive();
  const person = useLiveState((state) => state.people[id]);
  const known = person !== undefined;
  useEffect(() => {
    if (!known) live.needPeople([id]);
  }, [live, id, known]);
  return person;
};

export const usePeople = (ids: readonly string[]): readonly (Person | undefined)[] => {
  const live = useLive();
  const wanted = useStableIds(ids);
  const people = useLiveState(useShallow((state: LiveState) => wanted.map((id) => state.people[id])));
  useEffect(() => live.needPeople(wanted), [live, wanted]);
  return people;
};

const nobody: Readonly<Record<string, number>> = {};

/** Who is typing, the user excluded. */
export const useTyping = (conversationId: string): readonly string[] => {
  const typing = useLiveState((state) => state.typing[conversationId] ?? nobody);
  return useMemo(() => Object.keys(typing), [typing]);
};

/** Follows these people's presence while mounted; who is missing is not known yet. */
export const usePresence = (userIds: readonly string[]): Readonly<Record<string, PresenceState>> => {
  const live = useLive();
  const wanted = useStableIds(userIds);
  const presence = useLiveState((state) => state.presence);
  useEffect(() => live.watchPresence(wanted), [live, wanted]);
  return useMemo(
    () =>
      Object.fromEntries(
        wanted.flatMap((id) => {
          const state = presence[id];
          return state ? [[id, state]] : [];
        }),
      ),
    [wanted, presence],
  );
};

/** How far others have read, in direct conversations and small rooms. */
export const useReadMarks = (conversationId: string): Readonly<Record<string, number>> =>
  useLiveState((state) => state.readMarks[conversationId] ?? nobody);

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

const noRejections: readonly Rejection[] = [];

export type Tickets = {
  status: 'loading' | 'ready' | 'error';
  error?: ContractError;
  /** Newest first. */
  rejections: readonly Rejection[];
  hasMore: boolean;
  loadingMore: boolean;
  /** New ones that wait while held. */
  newCount: number;
  loadMore: () => void;
  /** `true` when the reader has scrolled away: new ones are counted, not inserted. `false` shows them. */
  hold: (hold: boolean) => void;
};

/** A filtered list of the feed, kept up to date while mounted. */
export const useTickets = (filter: TicketFilter): Tickets => {
  const live = useLive();
  const key = filterKey(filter);
  // The key says everything about the filter, and only the key is stable.
  const stable = useMemo((): TicketFilter => Object.fromEntries(JSON.parse(key)), [key]);
  const view = useLiveState((state) => state.feed?.views[key]);
  useEffect(() => live.watchTickets(stable), [live, stable]);
  return useMemo(
    () => ({
      status: view?.status ?? 'loading',
      ...(view?.error ? { error: view.error } : {}),
      rejections: view?.rejections ?? noRejections,
      hasMore: view?.hasMore ?? false,
      loadingMore: view?.loading === 'more',
      newCount: view?.waiting.length ?? 0,
      loadMore: () => live.loadMoreTickets(stable),
      hold: (hold) => live.holdTickets(stable, hold),
    }),
    [live, stable, view],
  );
};

/** How many rejections nobody has acknowledged yet. */
export const useTicketCounts = (): { open: number } => {
  const open = useLiveState((state) => state.feed?.open ?? 0);
  return useMemo(() => ({ open }), [open]);
};
