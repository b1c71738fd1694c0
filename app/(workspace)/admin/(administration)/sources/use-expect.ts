'use client';

import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { SourceExpectation } from '../../../../../protocol/index.ts';
import { useLive } from '../../../../_live/core/hooks.ts';
import { useErrorText } from '../../../../_ui/error-text.ts';
import { toast } from '../../../../_ui/toast.ts';

/**
 * Saves what is expected of a source, and asks what could be.
 * @param onSaved called when it was saved
 */
export const useExpect = (source: string, onSaved: () => void) => {
  const live = useLive();
  const t = useTranslations('sources');
  const errorText = useErrorText();
  const [error, setError] = useState<string>();
  const [note, setNote] = useState<string>();
  const save = async (expected: SourceExpectation | null): Promise<void> => {
    setError(undefined);
    const answer = await live.request('source:expect', { source, expected });
    if (!answer.ok) return setError(errorText(answer.error));
    toast.success(t(expected === null ? 'expectationEnded' : 'expectationSaved'));
    onSaved();
  };
  const propose = async (timeZone: string): Promise<SourceExpectation | null> => {
    setError(undefined);
    const answer = await live.request('source:rhythm', { source, timeZone });
    if (!answer.ok) {
      setError(errorText(answer.error));
      return null;
    }
    const { proposed, days } = answer.data;
    setNote(t(proposed === null ? 'nothingRegular' : 'proposed', { days }));
    return proposed;
  };
  return { save, propose, error, note };
};
