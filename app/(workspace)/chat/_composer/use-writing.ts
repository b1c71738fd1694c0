'use client';

import type { RefObject } from 'react';
import { useLive } from '../../../_live/core/hooks.ts';
import { nothingWritten, toBody } from '../_message-text/written.ts';
import { useCompletion } from './use-completion.ts';
import { useDraft } from './use-draft.ts';
import { useField } from './use-field.ts';

/** What is being written, where the cursor stands in it, and whether that could be completed. */
export const useWriting = (id: string, field: RefObject<HTMLTextAreaElement | null>) => {
  const live = useLive();
  const [written, setDraft] = useDraft(id);
  const writing = useField(field, written, (next) => {
    setDraft(next);
    if (next.text.trim() !== '') live.typing(id);
  });
  return {
    written,
    body: toBody(written),
    completion: useCompletion(written.text, writing.cursor, writing.insert),
    fieldProps: writing.props,
    selectMention: writing.selectMention,
    clear: () => {
      setDraft(nothingWritten);
      writing.forget();
    },
  };
};
