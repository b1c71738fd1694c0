'use client';

import { createContext, useContext, useMemo } from 'react';
import { useStore } from 'zustand/react';
import type { LiveClient } from '../live-client.ts';
import type { LiveState } from '../slices.ts';

export const LiveContext = createContext<LiveClient | null>(null);

export const useLive = (): LiveClient => {
  const client = useContext(LiveContext);
  if (!client) throw new Error('useLive needs a LiveProvider above it');
  return client;
};

export const useLiveState = <T>(selector: (state: LiveState) => T): T => useStore(useLive().store, selector);

/** React compares dependencies by identity; callers pass fresh arrays on every render. */
export const useStableIds = (ids: readonly string[]): readonly string[] => {
  const key = ids.join(' ');
  return useMemo(() => (key === '' ? [] : key.split(' ')), [key]);
};
