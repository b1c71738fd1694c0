'use client';

import { KeyRound } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { hasPasskeys, signByPasskey } from '../_auth/passkey.ts';
import { Button } from '../_ui/button.tsx';
import { useSubmission } from './use-submission.ts';

/** Signs in with a key that this device, or one nearby, keeps. */
export const PasskeyButton = ({ next }: { next: string }) => {
  const t = useTranslations('auth');
  // What a browser can do is known in the browser only.
  const [can, setCan] = useState(false);
  useEffect(() => setCan(hasPasskeys()), []);
  const { busy, errorAt, submit } = useSubmission(next);
  if (!can) return null;
  return (
    <div className="mt-4 flex flex-col gap-2">
      <Button size="lg" aria-disabled={busy} onClick={() => void submit(() => signByPasskey('/passkeys/sign-in'))}>
        <KeyRound aria-hidden /> {t('byPasskey')}
      </Button>
      <p role="alert" className="text-danger-ink empty:hidden">
        {errorAt()}
      </p>
    </div>
  );
};
