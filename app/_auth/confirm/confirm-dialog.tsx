'use client';

import { type ChangeEvent, type FormEvent, useId, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Confirmation } from '../../../protocol/errors.ts';
import { Button } from '../../_ui/button.tsx';
import { Dialog, DialogBody, DialogFooter } from '../../_ui/dialog.tsx';
import { Field } from '../../_ui/field.tsx';
import { auth } from '../client.ts';
import { signInPath } from '../next-path.ts';
import { hasPasskeys, signByPasskey } from '../passkey.ts';
import { PasswordField } from '../password-field.tsx';
import type { AuthRefusal } from '../refusal.ts';
import { useRefusalText } from '../use-refusal-text.ts';

type Props = { ways: readonly Confirmation[]; answer: (confirmed: boolean) => void };

/** What was written here stays: it is the end of a session, not of the person's time on this device. */
const signInAgain = async () => {
  await auth.signOut();
  window.location.assign(signInPath(`${window.location.pathname}${window.location.search}`));
};

/** Asks for the password or a code before something that outlives the session. */
export default function ConfirmDialog({ ways, answer }: Props) {
  const t = useTranslations('account');
  const refusalText = useRefusalText();
  const formId = useId();
  const hasPassword = ways.includes('password');
  const hasCode = ways.includes('code');
  const [byCode, setByCode] = useState(!hasPassword);
  const [given, setGiven] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | undefined>();
  const prove = async (request: () => Promise<{ error: AuthRefusal | null }>) => {
    setBusy(true);
    const refusal = await request().then(
      ({ error: refused }) => refused,
      (): AuthRefusal => ({}),
    );
    setBusy(false);
    if (refusal === null) answer(true);
    else setError(refusalText(refusal));
  };
  const body = byCode ? { code: given } : { password: given };
  const typed = () => prove(() => auth.$fetch('/confirm', { method: 'POST', body }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (given === '') setError(t(byCode ? 'errors.secondCodeMissing' : 'errors.passwordMissing'));
    else if (!busy) void typed();
  };
  const change = (event: ChangeEvent<HTMLInputElement>) => setGiven(event.target.value);
  const other = () => {
    setByCode(!byCode);
    setGiven('');
    setError(undefined);
  };
  return (
    <Dialog title={t('confirmTitle')} lead={t('confirmLead')} onClose={() => answer(false)}>
      <DialogBody>
        {hasPassword || hasCode ? (
          <form id={formId} noValidate onSubmit={submit} className="flex flex-col items-start gap-3 [&>div]:w-full">
            {byCode ? (
              <Field
                key="code"
                label={t('code')}
                error={error}
                autoFocus
                autoComplete="one-time-code"
                value={given}
                onChange={change}
              />
            ) : (
              <PasswordField
                key="password"
                label={t('password')}
                error={error}
                autoFocus
                autoComplete="current-password"
                value={given}
                onChange={change}
              />
            )}
            {hasPassword && hasCode ? (
              <Button kind="link" size="inline" onClick={other}>
                {t(byCode ? 'confirmByPassword' : 'confirmByCode')}
              </Button>
            ) : null}
          </form>
        ) : (
          <>
            <p>{t('confirmAgain')}</p>
            <p role="alert" className="text-danger-ink empty:hidden">
              {error}
            </p>
          </>
        )}
        {ways.includes('passkey') && hasPasskeys() ? (
          <Button
            className="w-fit"
            aria-disabled={busy}
            onClick={() => void prove(() => signByPasskey('/passkeys/confirm'))}
          >
            {t('confirmByPasskey')}
          </Button>
        ) : null}
      </DialogBody>
      <DialogFooter>
        {hasPassword || hasCode ? (
          <Button type="submit" form={formId} kind="primary" aria-disabled={busy}>
            {t('confirm')}
          </Button>
        ) : (
          <Button kind="primary" autoFocus onClick={() => void signInAgain()}>
            {t('signInAgain')}
          </Button>
        )}
      </DialogFooter>
    </Dialog>
  );
}
