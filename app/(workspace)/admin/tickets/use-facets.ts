'use client';

import { useCallback, useState } from 'react';
import type { Data } from '../../../../protocol/index.ts';
import { useLive } from '../../../_live/core/hooks.ts';
import type { TicketFilter } from '../../../_live/tickets/state.ts';

export type Facets = Data<'ticket:facets'>;

/** The values one can filter by with their counts, asked for when somebody is about to choose. */
export const useFacets = (filter: TicketFilter): { facets: Facets | null; ask: () => void } => {
  const live = useLive();
  const [facets, setFacets] = useState<Facets | null>(null);
  const ask = useCallback(async () => {
    const answer = await live.request('ticket:facets', filter);
    if (answer.ok) setFacets(answer.data);
  }, [live, filter]);
  return { facets, ask };
};
