'use client';

import { useEffect, useState } from 'react';
import type { Data, MappedEvent } from '../../../../../../protocol/index.ts';
import { limits } from '../../../../../../protocol/limits.ts';
import { useLive } from '../../../../../_live/core/hooks.ts';
import { useRefusalText } from './use-refusal-text.ts';

const pause = 500;

/** @returns what the server says of a mapping: an expression, or nothing, which reads events as they come */
export const mappingOf = (expression: string): string | null => (expression.trim() === '' ? null : expression);

/** What an expression makes of a sample, some time after the last key; null while there is no sample, or nothing is known yet. */
export const useSample = (expression: string, sample: string): MappedEvent | null => {
  const live = useLive();
  const refusalText = useRefusalText();
  const [mapped, setMapped] = useState<MappedEvent | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the words for a refusal are others with every render
  useEffect(() => {
    let current = true;
    if (sample.trim() === '' || sample.length > limits.ticketEventBytes || expression.length > limits.mapping) {
      setMapped(null);
      return;
    }
    const timer = setTimeout(async () => {
      const answer = await live.request('source:try', { mapping: mappingOf(expression), sample });
      if (!current) return;
      setMapped(answer.ok ? answer.data.sample : { result: null, error: refusalText(answer.error) });
    }, pause);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [expression, sample, live]);
  return mapped;
};

export type Trial = Data<'source:try'>;

/** Tries an expression on the latest events of a source, when it is asked to. */
export const usePastTrial = (key: string) => {
  const live = useLive();
  const refusalText = useRefusalText();
  const [trial, setTrial] = useState<Trial | null>(null);
  const [error, setError] = useState<string>();
  const [busy, setBusy] = useState(false);
  const run = async (expression: string) => {
    if (busy) return;
    setBusy(true);
    const answer = await live.request('source:try', { key, mapping: mappingOf(expression) });
    setBusy(false);
    setTrial(answer.ok ? answer.data : null);
    setError(answer.ok ? undefined : refusalText(answer.error));
  };
  return { trial, error, busy, run, forget: () => setTrial(null) };
};
