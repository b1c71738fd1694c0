'use client';

import { type ReactNode, useEffect } from 'react';
import { signInPath } from '../../_auth/next-path.ts';
import { useConnection, useIsAsking } from '../../_live/connection/hooks.ts';
import { useWaitsForNewerPage } from '../../_live/core/outbox/hooks.ts';
import { renewal } from '../../_ui/renewal.ts';
import { isLeaving } from '../sign-out.ts';

// Without a network the browser would show its own error page, and stay there.
const whenOnline = (then: () => void): (() => void) => {
  if (navigator.onLine) then();
  else window.addEventListener('online', then, { once: true });
  return () => window.removeEventListener('online', then);
};

/**
 * Shows the page for as long as the session is that of the person it was made for. When it ended, or somebody else
 * signed in, nothing of this person is to be seen here any more; what they wrote is kept on the device for them.
 */
export const WhileSignedIn = ({ children }: { children: ReactNode }) => {
  const { phase } = useConnection();
  const isDeactivated = phase === 'deactivated';
  const isOut = isDeactivated || phase === 'signed_out';
  const waitsForNewer = useWaitsForNewerPage();
  useEffect(() => {
    if (phase === 'outdated' || waitsForNewer) return renewal.want();
    if (phase === 'other_person') return whenOnline(() => window.location.reload());
    if (!isOut || isLeaving()) return;
    const path = signInPath(
      `${window.location.pathname}${window.location.search}`,
      isDeactivated ? '&refused=BANNED_USER' : '',
    );
    return whenOnline(() => window.location.assign(path));
  }, [phase, waitsForNewer, isOut, isDeactivated]);
  const isAsking = useIsAsking();
  // On the root, so that it holds for dialogs, too, which stand outside the frame.
  useEffect(() => {
    document.documentElement.toggleAttribute('data-still', !isAsking);
  }, [isAsking]);
  return isOut || phase === 'other_person' ? null : children;
};
