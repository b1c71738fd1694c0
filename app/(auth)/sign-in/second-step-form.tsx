'use client';

import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { auth } from '../../_auth/client.ts';
import { Button } from '../../_ui/button.tsx';
import { Field } from '../../_ui/field.tsx';
import { FormFrame } from '../form-frame.tsx';
import { useSubmission } from '../use-submission.ts';

/** The second step: a code that the telephone shows, or a recovery code. */
export const SecondStepForm = ({ next, onStartOver }: { next: string; onStartOver: () => void }) => {
  const t = useTranslations('auth');
  const account = useTranslations('account');
  const [code, setCode] = useState('');
  const { busy, errorAt, setError, submit } = useSubmission(next);
  const send = () => {
    if (code.trim() === '') return setError('secondCodeMissing');
    void submit(() => auth.$fetch('/second-factor', { method: 'POST', body: { code: code.trim() } }));
  };
  return (
    <FormFrame
      title={t('secondStepTitle')}
      lead={t('secondStepLead')}
      action={t('secondStepGo')}
      busy={busy}
      error={errorAt()}
      other={undefined}
      onSubmit={send}
    >
      <Field
        label={account('code')}
        error={errorAt('code')}
        name="code"
        autoComplete="one-time-code"
        autoCapitalize="characters"
        spellCheck={false}
        autoFocus
        value={code}
        onChange={(event) => setCode(event.target.value)}
      />
      <Button kind="link" size="inline" className="w-fit" onClick={onStartOver}>
        {t('startOver')}
      </Button>
    </FormFrame>
  );
};
