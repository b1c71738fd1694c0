'use client';

import { useCallback } from 'react';
import type { PayloadInput } from '../../protocol/index.ts';
import { useLive } from '../_live/core/hooks.ts';
import { useErrorText } from '../_ui/error-text.ts';
import { toast } from '../_ui/toast.ts';

/** A file of this site is saved, and the page stays. */
const save = (path: string) => {
  const link = document.createElement('a');
  link.href = path;
  link.download = '';
  link.click();
};

/** Asks where a file is, which is dear, and has the browser save it. */
export const useDownload = () => {
  const live = useLive();
  const errorText = useErrorText();
  return useCallback(
    async <Event extends 'export:open' | 'audit:export'>(event: Event, payload: PayloadInput<Event>) => {
      const answer = await live.request(event, payload);
      if (answer.ok) save(answer.data.path);
      else toast.error(errorText(answer.error));
    },
    [live, errorText],
  );
};
