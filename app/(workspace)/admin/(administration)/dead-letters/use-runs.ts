'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import type { DeadLetterRun } from '../../../../../protocol/index.ts';
import { useLive } from '../../../../_live/core/hooks.ts';

/** Milliseconds between two looks: while something is being done, and while nothing is. */
const pace = { busy: 700, idle: 15_000 };

/**
 * What is being done with letters, whoever began it.
 * @param onEnd called when one of them has ended
 */
export const useRuns = (onEnd: () => void) => {
  const live = useLive();
  const [runs, setRuns] = useState<readonly DeadLetterRun[]>([]);
  const going = useRef<ReadonlySet<string>>(new Set());
  const look = useCallback(async () => {
    const answer = await live.request('dead-letter:runs', {});
    if (!answer.ok) return;
    setRuns(answer.data.runs);
    const now = new Set(answer.data.runs.flatMap(({ id, endedAt }) => (endedAt === null ? [id] : [])));
    const ended = [...going.current].some((id) => !now.has(id));
    going.current = now;
    if (ended) onEnd();
  }, [live, onEnd]);
  const isBusy = runs.some(({ endedAt }) => endedAt === null);
  useEffect(() => {
    void look();
    const timer = setInterval(() => void look(), isBusy ? pace.busy : pace.idle);
    return () => clearInterval(timer);
  }, [look, isBusy]);
  return { runs, look };
};
