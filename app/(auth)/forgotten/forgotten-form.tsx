'use client';

import { useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { auth } from '../../_auth/client.ts';
import { Done } from '../done.tsx';
import { EmailField } from '../email-field.tsx';
import { FormFrame } from '../form-frame.tsx';
import { useSubmission } from '../use-submission.ts';

/** Asks for a link. What is said afterwards is the same for every address. */
export const ForgottenForm = () => {
  const t = useTranslations('auth');
  const language = useLocale();
  const [email, setEmail] = useState('');
  const [sent, setSent] = useState(false);
  const { busy, errorAt, setError, submit } = useSubmission(() => setSent(true));
  const send = () => {
    if (!/^\S+@\S+$/.test(email.trim())) return setError('emailInvalid');
    const body = { email: email.trim(), language };
    void submit(() => auth.$fetch('/forgotten-password', { method: 'POST', body }));
  };
  const back = { question: '', label: t('backToSignIn'), href: '/sign-in' };
  if (sent)
    return <Done title={t('forgottenSentTitle')} lead={t('forgottenSent', { email: email.trim() })} other={back} />;
  return (
    <FormFrame
      title={t('forgottenTitle')}
      lead={t('forgottenLead')}
      action={t('forgottenSend')}
      busy={busy}
      error={errorAt()}
      other={back}
      onSubmit={send}
    >
      <EmailField autoComplete="username" error={errorAt('email')} value={email} onChange={setEmail} />
    </FormFrame>
  );
};
