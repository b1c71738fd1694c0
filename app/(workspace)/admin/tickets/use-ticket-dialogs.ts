'use client';

import { useCallback, useMemo, useState } from 'react';
import type { Rejection } from '../../../../protocol/index.ts';

export type DialogKind = 'snooze' | 'resolve' | 'duplicate';
/** What is asked about which ticket. `text`: what a decision in the conversation about it says. */
export type TicketQuestion = { kind: DialogKind; ticket: Rejection; text?: string };

/** Deeds that ask something first; opened by keys, by buttons, and from the conversation. */
export const useTicketDialogs = () => {
  const [question, setQuestion] = useState<TicketQuestion | null>(null);
  const ask = useCallback((kind: DialogKind, ticket: Rejection, text?: string) => {
    setQuestion({ kind, ticket, ...(text !== undefined && { text }) });
  }, []);
  const close = useCallback(() => setQuestion(null), []);
  return useMemo(() => ({ question, ask, close }), [question, ask, close]);
};

export type TicketDialogs = ReturnType<typeof useTicketDialogs>;
