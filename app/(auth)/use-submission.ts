'use client';

import { useState } from 'react';
import { type AuthErrorKey, type AuthRefusal, authErrorKey } from '../_auth/refusal.ts';

type Answer = { error: AuthRefusal | null };

/** One request at a time; afterwards the whole page is loaded anew, so that nothing of the visitor before remains. */
export const useSubmission = (next: string) => {
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
  return { busy, error, setError, submit };
};
