'use client';

import { useCallback } from 'react';
import { useTranslations } from 'use-intl';
import { type AuthRefusal, authErrorKey, secondsToWait } from './refusal.ts';

/** Says in the language of the page why a request about an account was refused. */
export const useRefusalText = (): ((refusal: AuthRefusal) => string) => {
  const t = useTranslations('account');
  return useCallback(
    (refusal) => {
      const key = authErrorKey(refusal);
      const seconds = key === 'tooMany' ? secondsToWait(refusal) : undefined;
      return seconds === undefined ? t(`errors.${key}`) : t('waitThenTry', { seconds });
    },
    [t],
  );
};
