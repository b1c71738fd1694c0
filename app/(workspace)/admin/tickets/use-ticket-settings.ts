'use client';

import { useEffect } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { TicketSettings } from '../../../../protocol/index.ts';
import { useConnection } from '../../../_live/connection/hooks.ts';
import { useLive } from '../../../_live/core/hooks.ts';

const known = createStore<{ readonly settings: TicketSettings | null }>(() => ({ settings: null }));

/** What admins have decided about tickets, as far as a page has asked for it. */
export const useKnownSettings = (): TicketSettings | null => useStore(known, ({ settings }) => settings);

/** The same, asked for now; null until it is known. */
export const useTicketSettings = (): TicketSettings | null => {
  const live = useLive();
  const { phase } = useConnection();
  useEffect(() => {
    if (phase !== 'online') return;
    void live.request('ticket:settings', {}).then((answer) => answer.ok && known.setState({ settings: answer.data }));
  }, [live, phase]);
  return useKnownSettings();
};
