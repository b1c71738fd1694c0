'use client';

import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { limits } from '../../protocol/index.ts';
import { useMe } from '../_live/connection/hooks.ts';
import { useLive } from '../_live/core/hooks.ts';
import { Field, isTooLong } from '../_ui/field.tsx';
import { Labelled } from '../_ui/labelled.tsx';
import { Select } from '../_ui/select.tsx';
import { NewProgram } from './new-program.tsx';
import { useDeed } from './use-programs.ts';

const kinds = ['own', 'workspace', 'handler'] as const;

/** Makes a bot: one's own, or for admins also one of the workspace. */
export const NewBot = ({ onMade, onClose }: { onMade: () => void; onClose: () => void }) => {
  const t = useTranslations('programs');
  const live = useLive();
  const me = useMe();
  const { busy, deed } = useDeed();
  const [name, setName] = useState('');
  const [error, setError] = useState<string>();
  const [kind, setKind] = useState('own');
  const make = async () => {
    const role = kind === 'handler' ? 'handler' : 'member';
    const made = await deed(() => live.request('bot:create', { name: name.trim(), ofWorkspace: kind !== 'own', role }));
    if (made === null) return;
    onMade();
    onClose();
  };
  const submit = (event: FormEvent<HTMLElement>) => {
    setError(name.trim() === '' ? t('nameMissing') : undefined);
    if (name.trim() !== '' && !isTooLong(event)) void make();
  };
  return (
    <NewProgram title={t('newBot')} lead={t('botsHint')} action={t('makeBot')} {...{ busy, onClose, onSubmit: submit }}>
      <Field
        label={t('botName')}
        autoFocus
        error={error}
        autoComplete="off"
        most={limits.personName}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      {me.role === 'admin' ? (
        <Labelled label={t('botKind')}>
          <Select
            label={t('botKind')}
            value={kind}
            options={kinds.map((value) => ({ value, label: t(`botKinds.${value}`) }))}
            onChange={setKind}
          />
        </Labelled>
      ) : null}
    </NewProgram>
  );
};
