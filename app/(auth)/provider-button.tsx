'use client';

import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { auth } from '../_auth/client.ts';
import { useRefusalText } from '../_auth/use-refusal-text.ts';
import { Button } from '../_ui/button.tsx';

type Props = { name: string; next: string; invitation?: string | null };

/** Goes to the provider of single sign-on, and comes back signed in, or with the reason why not. */
export const ProviderButton = ({ name, next, invitation = null }: Props) => {
  const t = useTranslations('auth');
  const refusalText = useRefusalText();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | undefined>();
  const go = async () => {
    setBusy(true);
    const body = { next, ...(invitation !== null && { invitation }) };
    const answer = await auth
      .$fetch<{ data: { address: string } }>('/oidc/begin', { method: 'POST', body })
      .catch(() => ({ data: null, error: {} }));
    if (answer.data) return window.location.assign(answer.data.data.address);
    setBusy(false);
    setError(refusalText(answer.error ?? {}));
  };
  return (
    <div className="mt-4 flex flex-col gap-4">
      <p className="flex items-center gap-3 text-faint text-sm before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
        {t('or')}
      </p>
      <Button size="lg" aria-disabled={busy} onClick={() => void go()}>
        {t('continueWith', { name })}
      </Button>
      <p role="alert" className="text-danger-ink empty:hidden">
        {error}
      </p>
    </div>
  );
};
