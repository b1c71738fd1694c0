'use client';

import { type FormEvent, useId, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { PayloadInput } from '../../../../../protocol/index.ts';
import { Button } from '../../../../_ui/button.tsx';
import { Dialog, DialogBody, DialogFooter } from '../../../../_ui/dialog.tsx';
import { Field } from '../../../../_ui/field.tsx';

type Messages = PayloadInput<'account:delete'>['messages'];
const choices: readonly Messages[] = ['kept', 'removed'];

type DeleteAccountProps = {
  name: string;
  /** Tells whether it is done; what it was refused for has been said then. */
  onDelete: (messages: Messages) => Promise<boolean>;
  onClose: () => void;
};

/** Asks what becomes of the messages, and for the name: nothing brings an account back. */
export default function DeleteAccount({ name, onDelete, onClose }: DeleteAccountProps) {
  const t = useTranslations('accounts');
  const actions = useTranslations('actions');
  const group = useId();
  const [messages, setMessages] = useState<Messages>('kept');
  const [typed, setTyped] = useState('');
  const [error, setError] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (isBusy) return;
    if (typed.trim().normalize() !== name.trim().normalize()) return setError(t('deleteNameWrong', { name }));
    setBusy(true);
    const isDone = await onDelete(messages);
    setBusy(false);
    if (isDone) onClose();
  };
  return (
    <Dialog title={t('deleteTitle', { name })} lead={t('deleteLead')} onClose={onClose}>
      <form onSubmit={(event) => void submit(event)} className="flex min-h-0 flex-1 flex-col">
        <DialogBody>
          <div role="radiogroup" aria-label={t('deleteMessages')} className="flex flex-col gap-3">
            {choices.map((choice) => (
              <label key={choice} className="flex items-start gap-2">
                <input
                  type="radio"
                  name={group}
                  className="mt-1 size-4 shrink-0 accent-accent"
                  checked={messages === choice}
                  onChange={() => setMessages(choice)}
                />
                <span>
                  <span className="font-medium">{t(`messages.${choice}`)}</span>
                  <span className="block text-soft text-sm">{t(`messagesHint.${choice}`)}</span>
                </span>
              </label>
            ))}
          </div>
          <Field
            label={t('deleteName', { name })}
            autoComplete="off"
            spellCheck={false}
            value={typed}
            error={error}
            onChange={(event) => {
              setTyped(event.target.value);
              setError(undefined);
            }}
          />
        </DialogBody>
        <DialogFooter>
          <Button type="button" onClick={onClose}>
            {actions('cancel')}
          </Button>
          <Button type="submit" kind="danger" aria-disabled={isBusy}>
            {t('deleteForEver')}
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}
