'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { limits } from '../../../protocol/limits.ts';
import { auth } from '../../_auth/client.ts';
import { Button } from '../../_ui/button.tsx';
import { Field, isTooLong } from '../../_ui/field.tsx';
import { toast } from '../../_ui/toast.ts';
import { FormError } from './form-error.tsx';
import { Group } from './group.tsx';
import { useAccountForm } from './use-account.ts';

const fieldOf = { nameMissing: 'name', nameInvalid: 'name' } as const;

export const Profile = ({ name: initial }: { name: string }) => {
  const t = useTranslations();
  const router = useRouter();
  const { busy, send, setError, errorAt } = useAccountForm<'name'>(fieldOf);
  const [name, setName] = useState(initial);
  const [saved, setSaved] = useState(initial);
  const save = async () => {
    if (name.trim() === '') return setError('nameMissing');
    const isNew = name.trim() !== saved;
    const answer = isNew ? await send(() => auth.updateUser({ name: name.trim() })) : { ok: true };
    if (!answer.ok) return;
    setSaved(name.trim());
    toast.success(t('app.saved'));
    router.refresh();
  };
  const submit = (event: FormEvent<HTMLElement>) => {
    event.preventDefault();
    if (!busy && !isTooLong(event)) void save();
  };
  return (
    <Group id="profile" title={t('settings.profile')} hint={t('settings.profileHint')}>
      <form onSubmit={submit} className="flex max-w-90 flex-col items-start gap-3 [&>div]:w-full">
        <Field
          label={t('account.name')}
          error={errorAt('name')}
          autoComplete="name"
          most={limits.personName}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <FormError text={errorAt()} />
        <Button type="submit" kind="primary" aria-disabled={busy}>
          {t('actions.save')}
        </Button>
      </form>
    </Group>
  );
};
