'use client';

import { useState } from 'react';
import type { Result } from '../../protocol/index.ts';
import { useErrorText } from '../_ui/error-text.ts';

/** One part of something that is saved at once; what came of it last stands beside it. */
export const useSavedPart = (onChange: () => void) => {
  const errorText = useErrorText();
  const [note, setNote] = useState<{ error: string | null } | null>(null);
  const save = async (request: () => Promise<Result<unknown>>): Promise<boolean> => {
    setNote(null);
    const answer = await request();
    setNote({ error: answer.ok ? null : errorText(answer.error) });
    if (answer.ok) onChange();
    return answer.ok;
  };
  return { save, isSaved: note !== null && note.error === null, error: note?.error ?? undefined };
};
