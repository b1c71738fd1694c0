'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { limits } from '../../../protocol/limits.ts';
import { personName, personTitle } from '../../../protocol/names.ts';
import { useMe } from '../../_live/connection/hooks.ts';
import { useLive } from '../../_live/core/hooks.ts';
import { useNameProblems } from '../../_people/name-problem.ts';
import { PictureField } from '../../_pictures/picture-field.tsx';
import { Avatar } from '../../_ui/avatar.tsx';
import { useErrorText } from '../../_ui/error-text.ts';
import { SavedField } from '../../_ui/saved-field.tsx';
import { Group } from './group.tsx';
import { PresentState } from './present-state.tsx';
import { TimeZone } from './time-zone.tsx';

type Patch = { name: string } | { title: string } | { timeZone: string | null };
/** Where something stands on the page. */
type Spot = 'name' | 'title' | 'timeZone';

/** What one says about oneself, each saved at once; what came of the last stands at its field. */
const useProfile = () => {
  const live = useLive();
  const router = useRouter();
  const errorText = useErrorText();
  const [note, setNote] = useState<{ spot: Spot; error: string | null } | null>(null);
  const save = async (spot: Spot, patch: Patch): Promise<boolean> => {
    setNote(null);
    const answer = await live.request('profile:update', patch);
    setNote({ spot, error: answer.ok ? null : errorText(answer.error) });
    if (answer.ok) router.refresh();
    return answer.ok;
  };
  return {
    save,
    at: (spot: Spot) => ({
      isSaved: note?.spot === spot && note.error === null,
      error: note?.spot === spot ? (note.error ?? undefined) : undefined,
    }),
  };
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
  const me = useMe();
  const { save, at } = useProfile();
  const problemOfName = useNameProblems(personName, limits.personName);
  const problemOfTitle = useNameProblems(personTitle, limits.personTitle);
  return (
    <Group id="profile" title={t('settings.profile')} hint={t('settings.profileHint')}>
      <OwnPicture />
      <PresentState />
      <div className="flex max-w-90 flex-col gap-3">
        <SavedField
          label={t('account.name')}
          autoComplete="name"
          most={limits.personName}
          saved={me.name}
          problemOf={(name) => (name === '' ? t('account.errors.nameMissing') : problemOfName(name))}
          onSave={(name) => save('name', { name })}
          {...at('name')}
        />
        <SavedField
          label={t('settings.jobTitle')}
          hint={t('settings.jobTitleHint')}
          autoComplete="organization-title"
          most={limits.personTitle}
          saved={me.title ?? ''}
          problemOf={problemOfTitle}
          onSave={(title) => save('title', { title })}
          {...at('title')}
        />
        <TimeZone
          value={me.timeZone}
          onChange={(timeZone) => void save('timeZone', { timeZone })}
          {...at('timeZone')}
        />
      </div>
    </Group>
  );
};
