'use client';

import { useId } from 'react';
import { useTranslations } from 'use-intl';
import type { SignUpPolicy } from '../../../../../protocol/index.ts';
import { emailDomain } from '../../../../../protocol/workspace.ts';
import { SavedField } from '../../../../_ui/saved-field.tsx';
import { Setting } from './setting.tsx';
import type { Settings } from './use-settings.ts';

const policies: readonly SignUpPolicy[] = ['invited', 'open', 'domain', 'closed'];

/** Domains as they are typed: with blanks or commas between. */
const domainsIn = (text: string): string[] => text.split(/[\s,;，；、]+/).filter((domain) => domain !== '');

const Domains = ({ settings, saved }: { settings: Settings; saved: readonly string[] }) => {
  const t = useTranslations('workspace');
  const problemOf = (text: string) => {
    const wrong = domainsIn(text).find((domain) => !emailDomain.safeParse(domain).success);
    return wrong === undefined ? undefined : t('domainWrong', { domain: wrong });
  };
  return (
    <div className="w-full max-w-90">
      <SavedField
        label={t('domains')}
        hint={t('domainsHint')}
        autoComplete="off"
        spellCheck={false}
        saved={saved.join(', ')}
        isSaved={settings.isSaved('domains')}
        error={settings.errorAt('domains')}
        problemOf={problemOf}
        onSave={(text) => settings.save('domains', { domains: domainsIn(text) })}
      />
    </div>
  );
};

/** Who may make an account; where the environment says it, that is said and nothing can be chosen. */
export const SignUpSetting = ({ settings }: { settings: Settings }) => {
  const t = useTranslations('workspace');
  const name = useId();
  if (settings.settings === null) return null;
  const { signUp, signUpFrom, domains, confirms } = settings.settings;
  return (
    <Setting
      title={t('signUp')}
      error={settings.errorAt('signUp')}
      isSaved={settings.isSaved('signUp')}
      {...(signUpFrom !== null && { hint: t('signUpFrom', { variable: signUpFrom }) })}
    >
      <div role="radiogroup" aria-label={t('signUp')} className="flex w-full flex-col gap-2">
        {policies.map((policy) => (
          <label key={policy} className="flex items-start gap-2">
            <input
              type="radio"
              name={name}
              className="mt-1 size-4 shrink-0 accent-accent"
              checked={signUp === policy}
              disabled={signUpFrom !== null || (policy === 'domain' && !confirms)}
              onChange={() => void settings.save('signUp', { signUp: policy })}
            />
            <span>
              {t(`policies.${policy}`)}
              {policy === 'domain' && !confirms ? (
                <span className="block text-soft text-sm">{t('domainNeedsMail')}</span>
              ) : null}
            </span>
          </label>
        ))}
      </div>
      {confirms || domains.length > 0 ? <Domains settings={settings} saved={domains} /> : null}
    </Setting>
  );
};
