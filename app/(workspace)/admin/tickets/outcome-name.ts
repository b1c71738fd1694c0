'use client';

import { useCallback } from 'react';
import { useOutcomeWords } from '../../../_tickets/outcome-words.ts';
import { useKnownSettings } from './use-ticket-settings.ts';

/** @returns what a reason for which tickets are resolved is called; one that is in the list no more, by its code */
export const useOutcomeName = (): ((code: string) => string) => {
  const words = useOutcomeWords();
  const settings = useKnownSettings();
  return useCallback(
    (code) => words(settings?.outcomes.find((one) => one.code === code) ?? { code, name: null }),
    [words, settings],
  );
};
