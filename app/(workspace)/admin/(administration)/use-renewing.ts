'use client';

import { useEffect } from 'react';

/**
 * Asks again from time to time, while the page is in sight.
 * @param renew the same function as long as it asks for the same
 * @param pace milliseconds; null: not now
 */
export const useRenewing = (renew: () => Promise<void>, pace: number | null): void => {
  useEffect(() => {
    if (pace === null) return;
    const timer = setInterval(() => document.visibilityState === 'visible' && void renew(), pace);
    return () => clearInterval(timer);
  }, [renew, pace]);
};
