'use client';

import { useCallback } from 'react';
import { useTranslations } from 'use-intl';
import { authErrorKey } from '../_auth/refusal.ts';
import { useLive } from '../_live/hooks.ts';
import { toast } from '../_ui/toast.ts';

let leaving = false;

/** Whether the user asked to leave; a session that ends by itself leads back to the same page after signing in. */
export const isLeaving = (): boolean => leaving;

/** Ends the session and leaves nothing of it in the page. */
export const useSignOut = (): (() => Promise<void>) => {
  const live = useLive();
  const t = useTranslations('auth.errors');
  return useCallback(async () => {
    const { auth } = await import('../_auth/client.ts');
    const { error } = await auth.signOut().catch(() => ({ error: {} }));
    if (error) return toast.error(t(authErrorKey(error)));
    leaving = true;
    live.signOutLocally();
    window.location.assign('/sign-in');
  }, [live, t]);
};
