'use client';

import { useLiveState } from '../core/hooks.ts';

const nobody: Readonly<Record<string, number>> = {};

/** How far others have read, in direct conversations and small rooms. */
export const useReadMarks = (conversationId: string): Readonly<Record<string, number>> =>
  useLiveState((state) => state.readMarks[conversationId] ?? nobody);
