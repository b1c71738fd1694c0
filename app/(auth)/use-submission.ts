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
  credentials: 'password',
  passwordMissing: 'password',
  passwordShort: 'password',
  passwordLong: 'password',
  passwordRepeated: 'password',
  passwordPersonal: 'password',
  passwordCommon: 'password',
  codeMissing: 'code',
  codeWrong: 'code',
};

type Answer = { error: AuthRefusal | null };

/** One request at a time; afterwards the whole page is loaded anew, so that nothing of the visitor before remains. */
export const useSubmission = (next: string) => {
  const t = useTranslations('account.errors');
  const refusalText = useRefusalText();
  const [busy, setBusy] = useState(false);
  const [error, setErrorText] = useState<{ field: AuthField | undefined; text: string } | null>(null);
  const submit = async (request: () => Promise<Answer>): Promise<void> => {
    setBusy(true);
    setErrorText(null);
    const refusal = await request().then(
      (answer) => answer.error,
      (): AuthRefusal => ({}),
    );
    if (refusal === null) {
      window.location.assign(next);
      return;
    }
    setBusy(false);
    setErrorText({ field: fieldOf[authErrorKey(refusal)], text: refusalText(refusal) });
  };
  const setError = (key: AuthErrorKey) => setErrorText({ field: fieldOf[key], text: t(key) });
  /** What to say at a field, or below all of them. */
  const errorAt = (field?: AuthField): string | undefined =>
    error !== null && error.field === field ? error.text : undefined;
  return { busy, errorAt, setError, submit };
};
