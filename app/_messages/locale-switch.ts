'use client';

import { useRouter } from 'next/navigation';
import { useCallback } from 'react';
import { type Locale, localeCookie } from './locale.ts';

const oneYear = 365 * 24 * 60 * 60;

/** Changes the language of every page, without leaving this one. */
export const useLocaleSwitch = (): ((locale: Locale) => void) => {
  const router = useRouter();
  return useCallback(
    (locale) => {
      // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in Firefox before 140 and Safari before 18.4
      document.cookie = `${localeCookie}=${locale}; Path=/; Max-Age=${oneYear}; SameSite=Lax`;
      router.refresh();
    },
    [router],
  );
};
