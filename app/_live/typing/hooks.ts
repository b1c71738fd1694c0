'use client';

import { useMemo } from 'react';
import { useLiveState } from '../core/hooks.ts';

const nobody: Readonly<Record<string, number>> = {};

/** Who is typing, the user excluded. */
export const useTyping = (conversationId: string): readonly string[] => {
  const typing = useLiveState((state) => state.typing[conversationId] ?? nobody);
  return useMemo(() => Object.keys(typing), [typing]);
};
