'use client';

import { useCallback } from 'react';
import { useTranslations } from 'use-intl';

/** What followers, jobs, roles and sources are called; one that a later version has is shown by its own name. */
export const useSystemNames = (): ((kind: 'follower' | 'job' | 'role' | 'source', name: string) => string) => {
  const t = useTranslations('system');
  return useCallback(
    (kind, name) => {
      const key = `${kind}.${name}` as Parameters<typeof t.has>[0];
      return t.has(key) ? t(key as never) : name;
    },
    [t],
  );
};
