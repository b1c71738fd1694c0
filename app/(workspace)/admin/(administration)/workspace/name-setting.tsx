'use client';

import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { limits } from '../../../../../protocol/limits.ts';
import { workspaceName } from '../../../../../protocol/workspace.ts';
import { useNameProblem } from '../../../../_people/name-problem.ts';
import { Button } from '../../../../_ui/button.tsx';
import { Field, isTooLong } from '../../../../_ui/field.tsx';
import { Saved } from './setting.tsx';
import type { Settings } from './use-settings.ts';

/** What the team is called; empty, it goes by the name of the product. */
export const NameSetting = ({ settings }: { settings: Settings }) => {
  const t = useTranslations();
  const saved = settings.settings?.name ?? '';
  const [name, setName] = useState(saved);
  const problem = useNameProblem(workspaceName, limits.workspaceName, name);
  const submit = (event: FormEvent<HTMLElement>) => {
    event.preventDefault();
    if (isTooLong(event) || problem !== undefined || name.trim() === saved) return;
    void settings.save('name', { name: name.trim() === '' ? null : name.trim() });
  };
  return (
    <form onSubmit={submit} className="flex max-w-90 flex-col gap-2">
      <Field
        label={t('workspace.name')}
        hint={t('workspace.nameHint')}
        error={problem ?? settings.errorAt('name')}
        most={limits.workspaceName}
        autoComplete="off"
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <div className="flex items-center gap-3">
        <Button type="submit">{t('actions.save')}</Button>
        <Saved is={settings.isSaved('name')} />
      </div>
    </form>
  );
};
