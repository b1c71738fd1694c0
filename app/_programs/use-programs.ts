'use client';

import { useCallback, useEffect, useState } from 'react';
import type { ContractError, Data, Payload, Result } from '../../protocol/index.ts';
import { useLive } from '../_live/core/hooks.ts';
import { useErrorText } from '../_ui/error-text.ts';
import { toast } from '../_ui/toast.ts';

type Lists = 'bot:list' | 'token:list' | 'hook:list';
/** What is not there yet, could not be had, or is there. */
export type Listed<E extends Lists> = { status: 'loading' | 'error' } | { status: 'ready'; data: Data<E> };

/** One list of programs, with a way to read it again. */
export const useProgramList = <E extends Lists>(event: E, payload: Payload<E>) => {
  const live = useLive();
  const [state, setState] = useState<Listed<E>>({ status: 'loading' });
  const asked = JSON.stringify(payload);
  const load = useCallback(async () => {
    const answer = (await live.request(event, JSON.parse(asked))) as Result<Data<E>>;
    setState(answer.ok ? { status: 'ready', data: answer.data } : { status: 'error' });
  }, [live, event, asked]);
  useEffect(() => void load(), [load]);
  return { state, load };
};

/** Does something with a program, and says so when it is refused. @returns its answer, or null */
export const useDeed = () => {
  const errorText = useErrorText();
  const [busy, setBusy] = useState(false);
  const deed = async <T>(request: () => Promise<Result<T>>): Promise<T | null> => {
    setBusy(true);
    const answer = await request();
    setBusy(false);
    if (answer.ok) return answer.data;
    toast.error(errorText(answer.error as ContractError));
    return null;
  };
  return { busy, deed };
};
