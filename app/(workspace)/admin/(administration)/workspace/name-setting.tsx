'use client';

import { useTranslations } from 'use-intl';
import { limits } from '../../../../../protocol/limits.ts';
import { workspaceName } from '../../../../../protocol/workspace.ts';
import { useNameProblems } from '../../../../_people/name-problem.ts';
import { SavedField } from '../../../../_ui/saved-field.tsx';
import type { Settings } from './use-settings.ts';

/** What the team is called; empty, it goes by the name of the product. */
export const NameSetting = ({ settings }: { settings: Settings }) => {
  const t = useTranslations('workspace');
  const problemOf = useNameProblems(workspaceName, limits.workspaceName);
  return (
    <div className="max-w-90">
      <SavedField
        label={t('name')}
        hint={t('nameHint')}
        most={limits.workspaceName}
        autoComplete="off"
        saved={settings.settings?.name ?? ''}
        isSaved={settings.isSaved('name')}
        error={settings.errorAt('name')}
        problemOf={problemOf}
        onSave={(name) => settings.save('name', { name: name === '' ? null : name })}
      />
    </div>
  );
};
