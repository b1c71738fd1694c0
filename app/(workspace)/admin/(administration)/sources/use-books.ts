'use client';

import { useCallback, useEffect, useState } from 'react';
import type { ContractError, Data } from '../../../../../protocol/index.ts';
import { useLive } from '../../../../_live/core/hooks.ts';
import { useRenewing } from '../use-renewing.ts';

const pace = 5_000;

type Books = Data<'source:books'>;

/** What each source brought, looked at again every few seconds while the page is in sight. */
export const useBooks = (): { books: Books | null; error: ContractError | null; renew: () => void } => {
  const live = useLive();
  const [books, setBooks] = useState<Books | null>(null);
  const [error, setError] = useState<ContractError | null>(null);
  const renew = useCallback(async () => {
    const answer = await live.request('source:books', {});
    if (answer.ok) setBooks(answer.data);
    setError(answer.ok ? null : answer.error);
  }, [live]);
  useEffect(() => void renew(), [renew]);
  useRenewing(renew, pace);
  return { books, error, renew };
};
