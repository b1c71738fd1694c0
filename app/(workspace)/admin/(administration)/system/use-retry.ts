'use client';

import { useCallback, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useLive } from '../../../../_live/core/hooks.ts';
import { useErrorText } from '../../../../_ui/error-text.ts';
import { toast } from '../../../../_ui/toast.ts';

/** Has a worker try again what a follower has set aside: one entry, or all of them. */
export const useRetry = (): { busy: boolean; retry: (follower: string, entry?: string) => Promise<void> } => {
  const t = useTranslations('system');
  const live = useLive();
  const errorText = useErrorText();
  const [busy, setBusy] = useState(false);
  const retry = useCallback(
    async (follower: string, entry?: string) => {
      if (busy) return;
      setBusy(true);
      const answer = await live.request('cluster:retry', entry === undefined ? { follower } : { follower, entry });
      setBusy(false);
      if (answer.ok) toast.success(t('asked', { count: answer.data.asked }));
      else toast.error(errorText(answer.error));
    },
    [busy, live, t, errorText],
  );
  return { busy, retry };
};
