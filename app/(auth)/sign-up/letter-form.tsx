'use client';

import { useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { auth } from '../../_auth/client.ts';
import { signInPath } from '../../_auth/next-path.ts';
import { Button } from '../../_ui/button.tsx';
import { Done } from '../done.tsx';
import { EmailField } from '../email-field.tsx';
import { FormFrame } from '../form-frame.tsx';
import { ProviderButton } from '../provider-button.tsx';
import { useSubmission } from '../use-submission.ts';

type Asking = ReturnType<typeof useAsking>;

/** Asks for the letter, as often as one likes and the server lets one. */
const useAsking = () => {
  const language = useLocale();
  const [email, setEmail] = useState('');
  const [times, setTimes] = useState(0);
  const { busy, errorAt, setError, submit } = useSubmission(() => setTimes((before) => before + 1));
  const send = () => {
    if (!/^\S+@\S+$/.test(email.trim())) return setError('emailInvalid');
    void submit(() => auth.$fetch('/sign-up/letter', { method: 'POST', body: { email: email.trim(), language } }));
  };
  return { email, setEmail, times, busy, errorAt, send, startOver: () => setTimes(0) };
};

const LookIntoMail = ({ asking, next }: { asking: Asking; next: string }) => {
  const t = useTranslations('auth');
  const { email, times, busy, errorAt, send, startOver } = asking;
  return (
    <>
      <Done
        title={t('letterSentTitle')}
        lead={t('letterSent', { email: email.trim() })}
        other={{ question: t('haveAccount'), label: t('signIn'), href: signInPath(next) }}
      />
      <div className="mt-6 flex flex-wrap items-center gap-3">
        <Button aria-disabled={busy} onClick={() => !busy && send()}>
          {t('letterAgain')}
        </Button>
        <Button kind="link" size="inline" onClick={startOver}>
          {t('letterElsewhere')}
        </Button>
      </div>
      <p role="status" className="mt-3 text-soft empty:hidden">
        {times > 1 && !busy && errorAt() === undefined ? t('letterSentAgain') : null}
      </p>
      <p role="alert" className="mt-3 text-danger-ink empty:hidden">
        {errorAt() ?? errorAt('email')}
      </p>
    </>
  );
};

type LetterFormProps = {
  next: string;
  domains: readonly string[];
  provider: string | null;
  /** Whether somebody has come by a link that leads nowhere any more. */
  isOver: boolean;
};

/** How one begins where the domain of an address lets people in: with a letter to that address. */
export const LetterForm = ({ next, domains, provider, isOver }: LetterFormProps) => {
  const t = useTranslations('auth');
  const account = useTranslations('account');
  const asking = useAsking();
  const { email, setEmail, times, busy, errorAt, send } = asking;
  if (times > 0) return <LookIntoMail asking={asking} next={next} />;
  const over = isOver && !busy ? account('errors.linkOver') : undefined;
  return (
    <FormFrame
      title={t('signUpTitle')}
      lead={t('letterLead', { domains: domains.map((domain) => `@${domain}`).join(', ') })}
      action={t('letterSend')}
      busy={busy}
      error={errorAt() ?? over}
      beside={provider === null ? undefined : <ProviderButton name={provider} next={next} />}
      other={{ question: t('haveAccount'), label: t('signIn'), href: signInPath(next) }}
      onSubmit={send}
    >
      <EmailField autoComplete="email" error={errorAt('email')} value={email} onChange={setEmail} />
    </FormFrame>
  );
};
