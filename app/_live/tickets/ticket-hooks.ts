'use client';

import { useEffect, useMemo } from 'react';
import type { Rejection } from '../../../protocol/index.ts';
import { useConnection } from '../connection/hooks.ts';
import { useLive, useLiveState } from '../core/hooks.ts';

/** How often who looks at a ticket says so again, in milliseconds. */
const renewal = 10_000;

/** The ticket that a card is of; null until it is known, and for whoever may not see it. */
export const useTicketCard = (rejectionId: string): Rejection | null =>
  useLiveState(({ feed }) => feed?.cards[rejectionId] ?? null);

const noPeople: Readonly<Record<string, number>> = {};

/** Who else looks at a ticket now. This page says that it does for as long as this is mounted. */
export const useLooking = (rejectionId: string): readonly string[] => {
  const live = useLive();
  const asked = useLiveState(({ feed }) =>
    feed?.lookingAsked?.rejectionId === rejectionId ? feed.lookingAsked.times : 0,
  );
  const { phase } = useConnection();
  const isOnline = phase === 'online';
  const people = useLiveState(({ feed }) => feed?.looking[rejectionId] ?? noPeople);
  useEffect(() => {
    if (!isOnline) return;
    void live.request('ticket:look', { rejectionId, on: true, asks: true });
    const timer = setInterval(() => void live.request('ticket:look', { rejectionId, on: true }), renewal);
    return () => {
      clearInterval(timer);
      void live.request('ticket:look', { rejectionId, on: false });
    };
  }, [live, rejectionId, isOnline]);
  useEffect(() => {
    if (asked > 0) void live.request('ticket:look', { rejectionId, on: true });
  }, [live, rejectionId, asked]);
  return useMemo(() => Object.keys(people), [people]);
};
