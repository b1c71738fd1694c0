'use client';

import { createContext, useContext } from 'react';
import type { LiveClient } from './live-client.ts';

export const LiveContext = createContext<LiveClient | null>(null);

export const useLive = (): LiveClient => {
  const client = useContext(LiveContext);
  if (!client) throw new Error('useLive needs a LiveProvider above it');
  return client;
};
