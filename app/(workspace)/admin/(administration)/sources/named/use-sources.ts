'use client';

import { useCallback, useEffect, useState } from 'react';
import type { ContractError, NamedSource } from '../../../../../../protocol/index.ts';
import { useLive } from '../../../../../_live/core/hooks.ts';
import { useRenewing } from '../../use-renewing.ts';

const pace = 3_000;

type Sources = { sources: readonly NamedSource[] | null; error: ContractError | null; renew: () => Promise<void> };

/** Where tickets come from, looked at again every few seconds while the page is in sight. */
export const useSources = (): Sources => {
  const live = useLive();
  const [sources, setSources] = useState<readonly NamedSource[] | null>(null);
  const [error, setError] = useState<ContractError | null>(null);
  const renew = useCallback(async () => {
    const answer = await live.request('source:list', {});
    if (answer.ok) setSources(answer.data.sources);
    setError(answer.ok ? null : answer.error);
  }, [live]);
  useEffect(() => void renew(), [renew]);
  useRenewing(renew, pace);
  return { sources, error, renew };
};
