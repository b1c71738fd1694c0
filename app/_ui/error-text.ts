'use client';

import { useCallback } from 'react';
import { useTranslations } from 'use-intl';
import type { ContractError } from '../../protocol/index.ts';

/** Says a refusal of the contract in the user's language. */
export const useErrorText = (): ((error: Pick<ContractError, 'code'>) => string) => {
  const t = useTranslations('errors');
  return useCallback((error) => t(error.code), [t]);
};
