'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import { useMe } from '../../../_live/hooks.ts';
import type { Mention } from '../_message-text/mentions.ts';

type Draft = { text: string; mentions: readonly Mention[] };
const nothing: Draft = { text: '', mentions: [] };

const read = async (key: string): Promise<Draft> => {
  const stored = localStorage.getItem(key);
  if (stored === null) return nothing;
  // Most conversations have no draft, and then nothing is loaded to read one.
  const { parseDraft } = await import('./stored-draft.ts');
  const draft = parseDraft(stored);
  if (!draft) localStorage.removeItem(key);
  return draft ?? nothing;
};

const write = (key: string, draft: Draft): void => {
  try {
    if (draft.text === '') localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(draft));
  } catch (error) {
    // A full or forbidden storage only costs the draft after a reload.
    console.warn('The draft could not be kept', error);
  }
};

/** What is being written in a conversation; survives a reload. */
export const useDraft = (conversationId: string): [Draft, (draft: Draft) => void] => {
  const me = useMe();
  const key = `draft:${me.id}:${conversationId}`;
  const [draft, setDraft] = useState<Draft>(nothing);
  const touched = useRef(false);
  useEffect(() => {
    let current = true;
    // What was typed before the stored draft arrived is newer than it.
    void read(key).then((stored) => current && !touched.current && setDraft(stored));
    return () => {
      current = false;
    };
  }, [key]);
  const keep = useCallback(
    (next: Draft) => {
      touched.current = true;
      setDraft(next);
      write(key, next);
    },
    [key],
  );
  return [draft, keep];
};
