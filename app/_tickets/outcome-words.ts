'use client';

import { useCallback } from 'react';
import { useTranslations } from 'use-intl';

const own = ['corrected', 'justified', 'mistaken', 'obsolete', 'other'] as const;
type Own = (typeof own)[number];

const isOwn = (code: string): code is Own => own.some((one) => one === code);

/** @returns what a reason for which tickets are resolved is called: as an admin named it, or in the reader's language */
export const useOutcomeWords = (): ((outcome: { code: string; name: string | null }) => string) => {
  const t = useTranslations('outcomes');
  return useCallback(({ code, name }) => name ?? (isOwn(code) ? t(code) : code), [t]);
};
