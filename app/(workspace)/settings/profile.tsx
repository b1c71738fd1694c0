'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { limits } from '../../../protocol/limits.ts';
import { personName, personTitle } from '../../../protocol/names.ts';
import { useMe } from '../../_live/connection/hooks.ts';
import { useLive } from '../../_live/core/hooks.ts';
import { useNameProblem } from '../../_people/name-problem.ts';
import { PictureField } from '../../_pictures/picture-field.tsx';
import { Avatar } from '../../_ui/avatar.tsx';
import { Button } from '../../_ui/button.tsx';
import { useErrorText } from '../../_ui/error-text.ts';
import { Field, isTooLong } from '../../_ui/field.tsx';
import { toast } from '../../_ui/toast.ts';
import { FormError } from './form-error.tsx';
import { Group } from './group.tsx';
import { TimeZone } from './time-zone.tsx';

const useProfile = () => {
  const me = useMe();
  const live = useLive();
  const router = useRouter();
  const t = useTranslations('app');
  const errorText = useErrorText();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const save = async (patch: { name: string; title: string; timeZone: string | null }) => {
    if (busy) return;
    setBusy(true);
    const answer = await live.request('profile:update', patch);
    setBusy(false);
    setError(answer.ok ? undefined : errorText(answer.error));
    if (!answer.ok) return;
    toast.success(t('saved'));
    router.refresh();
  };
  return { me, busy, error, save };
};

/** One's own picture, as others see it. */
const OwnPicture = () => {
  const t = useTranslations('settings');
  const me = useMe();
  const live = useLive();
  const errorText = useErrorText();
  const setPicture = async (picture: string | null) => {
    const answer = await live.request('profile:update', { picture });
    return answer.ok ? undefined : errorText(answer.error);
  };
  return (
    <PictureField label={t('picture')} hasPicture={me.image !== null} onPicture={setPicture}>
      <Avatar id={me.id} name={me.name} image={me.image} size="xl" />
    </PictureField>
  );
};

/** What one says about oneself. */
export const Profile = () => {
  const t = useTranslations();
  const { me, busy, error, save } = useProfile();
  const [name, setName] = useState(me.name);
  const [title, setTitle] = useState(me.title ?? '');
  const [timeZone, setTimeZone] = useState(me.timeZone);
  const [tried, setTried] = useState(false);
  const nameProblem = useNameProblem(personName, limits.personName, name);
  const titleProblem = useNameProblem(personTitle, limits.personTitle, title);
  const missing = name.trim() === '' ? t('account.errors.nameMissing') : undefined;
  const submit = (event: FormEvent<HTMLElement>) => {
    event.preventDefault();
    if (isTooLong(event)) return;
    setTried(true);
    if (!missing && !nameProblem && !titleProblem) void save({ name: name.trim(), title: title.trim(), timeZone });
  };
  return (
    <Group id="profile" title={t('settings.profile')} hint={t('settings.profileHint')}>
      <OwnPicture />
      <form onSubmit={submit} className="flex max-w-90 flex-col items-start gap-3 [&>div]:w-full">
        <Field
          label={t('account.name')}
          error={tried ? (missing ?? nameProblem) : undefined}
          autoComplete="name"
          most={limits.personName}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <Field
          label={t('settings.jobTitle')}
          hint={t('settings.jobTitleHint')}
          error={tried ? titleProblem : undefined}
          autoComplete="organization-title"
          most={limits.personTitle}
          value={title}
          onChange={(event) => setTitle(event.target.value)}
        />
        <TimeZone value={timeZone} onChange={setTimeZone} />
        <FormError text={error} />
        <Button type="submit" kind="primary" aria-disabled={busy}>
          {t('actions.save')}
        </Button>
      </form>
    </Group>
  );
};
