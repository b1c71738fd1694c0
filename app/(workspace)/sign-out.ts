'use client';

import { useCallback } from 'react';
import { useTranslations } from 'use-intl';
import { createStore } from 'zustand/vanilla';
import { useMe } from '../_live/connection/hooks.ts';
import { useLive } from '../_live/core/hooks.ts';
import { toast } from '../_ui/toast.ts';

let leaving = false;

/** Whether the user asked to leave; a session that ends by itself leads back to the same page after signing in. */
export const isLeaving = (): boolean => leaving;

/** Whether somebody who wants to sign out is being asked what shall become of what could not be sent. */
export const signOutQuestion = createStore<{ readonly isOpen: boolean }>(() => ({ isOpen: false }));

/** Ends the session, and leaves nothing of the user on this device: what waits to be sent is discarded. */
export const useLeave = (): (() => Promise<void>) => {
  const live = useLive();
  const me = useMe();
  const t = useTranslations('account.errors');
  return useCallback(async () => {
    const [{ auth }, { authErrorKey }, { forgetPerson }] = await Promise.all([
      import('../_auth/client.ts'),
      import('../_auth/refusal.ts'),
      import('../_live/core/storage/left-behind.ts'),
    ]);
    const { error } = await auth.signOut().catch(() => ({ error: {} }));
    if (error) return toast.error(t(authErrorKey(error)));
    leaving = true;
    live.leave();
    await forgetPerson(me.id);
    window.location.assign('/sign-in');
  }, [live, me.id, t]);
};

/** Sends what waits, and then leaves; asks first when something cannot be sent. */
export const useSignOut = (): (() => Promise<void>) => {
  const live = useLive();
  const me = useMe();
  const leave = useLeave();
  return useCallback(async () => {
    const unsent = await live.settleOutbox();
    const { unsentNotes } = await import('../_live/core/storage/left-behind.ts');
    if (unsent.length + unsentNotes(me.id).length > 0) signOutQuestion.setState({ isOpen: true });
    else await leave();
  }, [live, leave, me.id]);
};
