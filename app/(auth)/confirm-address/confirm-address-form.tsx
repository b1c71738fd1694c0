'use client';

import { useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { auth } from '../../_auth/client.ts';
import { Done } from '../done.tsx';
import { FormFrame } from '../form-frame.tsx';
import { useSecretOfAddress } from '../secret-of-address.ts';
import { useSubmission } from '../use-submission.ts';

/** Makes the address, to which the link went, that of the account. */
export const ConfirmAddressForm = () => {
  const t = useTranslations('auth');
  const language = useLocale();
  const [token] = useSecretOfAddress('token');
  const [done, setDone] = useState(false);
  const { busy, errorAt, setErrorText, submit } = useSubmission(() => setDone(true));
  const send = () => {
    if (token === '') return setErrorText(t('newPasswordNoToken'));
    void submit(() => auth.$fetch('/address/confirm', { method: 'POST', body: { token, language } }));
  };
  const back = { question: '', label: t('backToSettings'), href: '/settings#address' };
  if (done) return <Done title={t('confirmAddressDoneTitle')} lead={t('confirmAddressDone')} other={back} />;
  return (
    <FormFrame
      title={t('confirmAddressTitle')}
      lead={t('confirmAddressLead')}
      action={t('confirmAddress')}
      busy={busy}
      error={errorAt() ?? errorAt('email')}
      other={back}
      onSubmit={send}
    >
      {null}
    </FormFrame>
  );
};
