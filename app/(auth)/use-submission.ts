'use client';

import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { type AuthErrorKey, type AuthRefusal, authErrorKey } from '../_auth/refusal.ts';

type AuthField = 'name' | 'email' | 'password';

/** Where an error stands; one that is not listed is about the whole form. */
const fieldOf: Partial<Record<AuthErrorKey, AuthField>> = {
  nameMissing: 'name',
  emailInvalid: 'email',
  emailTaken: 'email',
  passwordMissing: 'password',
  passwordShort: 'password',
  passwordLong: 'password',
};

type Answer = { error: AuthRefusal | null };

/** One request at a time; afterwards the whole page is loaded anew, so that nothing of the visitor before remains. */
export const useSubmission = (next: string) => {
  const t = useTranslations('auth.errors');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<AuthErrorKey | null>(null);
  const submit = async (request: () => Promise<Answer>): Promise<void> => {
    setBusy(true);
    setError(null);
    const refusal = await request().then(
      (answer) => answer.error,
      (): AuthRefusal => ({}),
    );
    if (refusal === null) {
      window.location.assign(next);
      return;
    }
    setBusy(false);
    setError(authErrorKey(refusal));
  };
  /** What to say at a field, or below all of them. */
  const errorAt = (field?: AuthField): string | undefined =>
    error !== null && fieldOf[error] === field ? t(error) : undefined;
  return { busy, errorAt, setError, submit };
};
