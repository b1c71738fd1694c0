'use client';

import { useCallback, useEffect, useState } from 'react';
import { z } from 'zod';
import { useMe } from '../../../_live/hooks.ts';
import type { Mention } from '../_message-text/mentions.ts';

const Draft = z.object({ text: z.string(), mentions: z.array(z.object({ id: z.string(), name: z.string() })) });
type Draft = { text: string; mentions: readonly Mention[] };
const nothing: Draft = { text: '', mentions: [] };

const read = (key: string): Draft => {
  const stored = localStorage.getItem(key);
  if (stored === null) return nothing;
  try {
    return Draft.parse(JSON.parse(stored));
  } catch {
    // Written by something else, or by another version: as good as no draft.
    localStorage.removeItem(key);
    return nothing;
  }
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
  useEffect(() => setDraft(read(key)), [key]);
  const keep = useCallback(
    (next: Draft) => {
      setDraft(next);
      write(key, next);
    },
    [key],
  );
  return [draft, keep];
};
