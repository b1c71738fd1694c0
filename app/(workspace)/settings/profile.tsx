'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { auth } from '../../_auth/client.ts';
import { Button } from '../../_ui/button.tsx';
import { Field } from '../../_ui/field.tsx';
import { toast } from '../../_ui/toast.ts';
import { Group } from './group.tsx';
import { useAccountRequest } from './use-account.ts';

export const Profile = ({ name: initial }: { name: string }) => {
  const t = useTranslations();
  const router = useRouter();
  const { busy, send } = useAccountRequest();
  const [name, setName] = useState(initial);
  const [saved, setSaved] = useState(initial);
  const changed = name.trim() !== '' && name.trim() !== saved;
  const save = async () => {
    const answer = await send(() => auth.updateUser({ name: name.trim() }));
    if (!answer.ok) return;
    setSaved(name.trim());
    toast.success(t('states.saved'));
    router.refresh();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (changed && !busy) void save();
  };
  return (
    <Group title={t('settings.profile')} hint={t('settings.profileHint')}>
      <form onSubmit={submit} className="flex max-w-90 flex-col items-start gap-3 [&>div]:w-full">
        <Field
          label={t('auth.name')}
          autoComplete="name"
          maxLength={80}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <Button type="submit" kind="primary" disabled={!changed || busy}>
          {t('actions.save')}
        </Button>
      </form>
    </Group>
  );
};
