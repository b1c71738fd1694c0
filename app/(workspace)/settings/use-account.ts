'use client';

import { useCallback, useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { confirmAgain } from '../../_auth/confirm/question.ts';
import { type AuthErrorKey, type AuthRefusal, authErrorKey } from '../../_auth/refusal.ts';
import { useRefusalText } from '../../_auth/use-refusal-text.ts';
import { toast } from '../../_ui/toast.ts';

type Answer<T> = { data: T | null; error: AuthRefusal | null };

/**
 * Sends one request about one's account; something dear once more, after its person has proved again who they are.
 * @returns its answer; the refusal of one that failed, however it failed
 */
const asked = async <T>(request: () => Promise<Answer<T>>): Promise<Answer<T>> => {
  const ask = () => request().catch((): Answer<T> => ({ data: null, error: {} }));
  const answer = await ask();
  const ways = answer.error?.error?.data?.confirm;
  return ways !== undefined && (await confirmAgain(ways)) ? ask() : answer;
};

/** Sends one request about one's account and says so when it is refused. */
export const useAccountRequest = () => {
  const refusalText = useRefusalText();
  const [busy, setBusy] = useState(false);
  const send = useCallback(
    async <T>(request: () => Promise<Answer<T>>): Promise<{ ok: true; data: T | null } | { ok: false }> => {
      setBusy(true);
      const { data, error } = await asked(request);
      setBusy(false);
      if (error === null) return { ok: true, data };
      toast.error(refusalText(error));
      return { ok: false };
    },
    [refusalText],
  );
  return { busy, send };
};

/** Like {@link useAccountRequest}, for a form: what is refused stands at the field that `fieldOf` names, else below. */
export const useAccountForm = <Field extends string>(fieldOf: Partial<Record<AuthErrorKey, Field>>) => {
  const t = useTranslations('account.errors');
  const refusalText = useRefusalText();
  const [busy, setBusy] = useState(false);
  const [error, setErrorText] = useState<{ field: Field | undefined; text: string } | null>(null);
  const send = async <T>(
    request: () => Promise<Answer<T>>,
  ): Promise<{ ok: true; data: T | null } | { ok: false; key: AuthErrorKey }> => {
    setBusy(true);
    setErrorText(null);
    const { data, error: refusal } = await asked(request);
    setBusy(false);
    if (refusal === null) return { ok: true, data };
    const key = authErrorKey(refusal);
    setErrorText({ field: fieldOf[key], text: refusalText(refusal) });
    return { ok: false, key };
  };
  const setError = (key: AuthErrorKey) => setErrorText({ field: fieldOf[key], text: t(key) });
  /** What to say at a field, or below all of them. */
  const errorAt = (field?: Field): string | undefined =>
    error !== null && error.field === field ? error.text : undefined;
  return { busy, send, setError, errorAt };
};

/** A list of the account, with a way to read it again. */
export const useAccountList = <T>(request: () => Promise<Answer<T>>) => {
  const [state, setState] = useState<{ status: 'loading' | 'error' } | { status: 'ready'; data: T }>({
    status: 'loading',
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is asked for never changes, only its function does
  const load = useCallback(async () => {
    const { data, error } = await asked(request);
    setState(error === null && data !== null ? { status: 'ready', data } : { status: 'error' });
  }, []);
  useEffect(() => void load(), [load]);
  return { ...state, load };
};
