'use client';

import { useCallback, useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { type AuthRefusal, authErrorKey } from '../../_auth/refusal.ts';
import { toast } from '../../_ui/toast.ts';

type Answer<T> = { data: T | null; error: AuthRefusal | null };

/** Sends one request about one's account and says so when it is refused. */
export const useAccountRequest = () => {
  const t = useTranslations('auth.errors');
  const [busy, setBusy] = useState(false);
  const send = useCallback(
    async <T>(request: () => Promise<Answer<T>>): Promise<{ ok: true; data: T | null } | { ok: false }> => {
      setBusy(true);
      const { data, error } = await request().catch((): Answer<T> => ({ data: null, error: {} }));
      setBusy(false);
      if (error === null) return { ok: true, data };
      toast.error(t(authErrorKey(error)));
      return { ok: false };
    },
    [t],
  );
  return { busy, send };
};

/** A list of the account, with a way to read it again. */
export const useAccountList = <T>(request: () => Promise<Answer<T>>) => {
  const [state, setState] = useState<{ status: 'loading' | 'error' } | { status: 'ready'; data: T }>({
    status: 'loading',
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is asked for never changes, only its function does
  const load = useCallback(async () => {
    const { data, error } = await request().catch((): Answer<T> => ({ data: null, error: {} }));
    setState(error === null && data !== null ? { status: 'ready', data } : { status: 'error' });
  }, []);
  useEffect(() => void load(), [load]);
  return { ...state, load };
};
