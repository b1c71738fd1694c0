'use client';

import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { type AuthErrorKey, type AuthRefusal, authErrorKey } from '../_auth/refusal.ts';
import { useRefusalText } from '../_auth/use-refusal-text.ts';

type AuthField = 'name' | 'email' | 'password' | 'code';

/** Where an error stands; one that is not listed is about the whole form. */
const fieldOf: Partial<Record<AuthErrorKey, AuthField>> = {
  nameMissing: 'name',
  nameInvalid: 'name',
  emailInvalid: 'email',
  emailTaken: 'email',
  domainNotAllowed: 'email',
  credentials: 'password',
  passwordMissing: 'password',
  passwordShort: 'password',
  passwordLong: 'password',
  passwordRepeated: 'password',
  passwordPersonal: 'password',
  passwordCommon: 'password',
  codeMissing: 'code',
  codeWrong: 'code',
  secondCodeMissing: 'code',
  secondCodeWrong: 'code',
};

type Answer<T> = { data: T | null; error: AuthRefusal | null };

/**
 * One request at a time.
 * @param then where it leads: the whole page is loaded anew, so that nothing of the visitor before remains; or what is done
 * @param instead done with the answer before that; true when something else follows
 */
export const useSubmission = <T>(then: string | (() => void), instead: (answer: T) => boolean = () => false) => {
  const t = useTranslations('account.errors');
  const refusalText = useRefusalText();
  const [busy, setBusy] = useState(false);
  const [error, setRefusal] = useState<{ field: AuthField | undefined; text: string } | null>(null);
  const submit = async (request: () => Promise<Answer<T>>): Promise<void> => {
    setBusy(true);
    setRefusal(null);
    const { data, error: refusal } = await request().catch((): Answer<T> => ({ data: null, error: {} }));
    if (refusal === null) {
      if (data !== null && instead(data)) return;
      if (typeof then === 'string') window.location.assign(then);
      else {
        setBusy(false);
        then();
      }
      return;
    }
    setBusy(false);
    setRefusal({ field: fieldOf[authErrorKey(refusal)], text: refusalText(refusal) });
  };
  const setError = (key: AuthErrorKey) => setRefusal({ field: fieldOf[key], text: t(key) });
  const setErrorText = (text: string) => setRefusal({ field: undefined, text });
  /** What to say at a field, or below all of them. */
  const errorAt = (field?: AuthField): string | undefined =>
    error !== null && error.field === field ? error.text : undefined;
  return { busy, errorAt, setError, setErrorText, submit };
};
