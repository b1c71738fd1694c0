'use client';

import { useCallback } from 'react';
import { useTranslations } from 'use-intl';
import type { ContractError } from '../../protocol/index.ts';
import { useLive } from '../_live/core/hooks.ts';

type Refusal = Pick<ContractError, 'code' | 'data'>;

/** Says a refusal of the contract in the user's language: its own reason where it has one, and who was it. */
export const useErrorText = (): ((error: Refusal) => string) => {
  const t = useTranslations();
  const { store } = useLive();
  return useCallback(
    ({ code, data }) => {
      const { reason, byId, personId } = data ?? {};
      if (reason === undefined || reason === 'other') return t(`errors.${code}`);
      const person = store.getState().people[byId ?? personId ?? ''];
      return t(`reasons.${reason}`, { by: person ? 'somebody' : 'nobody', name: person?.name ?? '' });
    },
    [t, store],
  );
};
