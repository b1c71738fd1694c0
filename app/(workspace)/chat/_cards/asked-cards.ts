'use client';

import { useEffect } from 'react';
import { hasAccess } from '../../../../protocol/access.ts';
import { limits } from '../../../../protocol/limits.ts';
import { useConnection, useMe } from '../../../_live/connection/hooks.ts';
import { useLive } from '../../../_live/core/hooks.ts';
import type { LiveClient } from '../../../_live/live-client.ts';
import { useTicketCard } from '../../../_live/tickets/ticket-hooks.ts';

const wanted = new Set<string>();
let isAsking = false;
/** Cards that come into sight together are asked for together. */
const pause = 20;

/** @returns whether the feed went on while they were read: what happened meanwhile to a card that was not there yet is lost */
const ask = async (live: LiveClient, ids: string[]): Promise<boolean> => {
  const answer = await live.request('ticket:cards', { ids });
  if (!answer.ok) return false;
  const { rejections, version } = answer.data;
  const told = new Set(rejections.map(({ id }) => id));
  // Where they are long, an answer ends before all are in it.
  if (told.size > 0) for (const id of ids) if (!told.has(id)) wanted.add(id);
  return version < (live.store.getState().feed?.cursor ?? 0);
};

const askFor = async (live: LiveClient): Promise<void> => {
  isAsking = false;
  while (wanted.size > 0) {
    const ids = [...wanted].slice(0, limits.ticketCards);
    for (const id of ids) wanted.delete(id);
    // Now that they are there, the second time nothing can be missed.
    if (await ask(live, ids)) await ask(live, ids);
  }
};

/** Has the ticket of a card asked for, by whoever may see it, unless it is known: then the feed keeps it up to date. */
export const useAskedCard = (id: string): void => {
  const live = useLive();
  const { phase } = useConnection();
  const { role } = useMe();
  const isMissing = useTicketCard(id) === null;
  const isDue = isMissing && phase === 'online' && hasAccess('handler', role);
  useEffect(() => {
    if (!isDue) return;
    wanted.add(id);
    if (isAsking) return;
    isAsking = true;
    setTimeout(() => void askFor(live), pause);
  }, [live, id, isDue]);
};
