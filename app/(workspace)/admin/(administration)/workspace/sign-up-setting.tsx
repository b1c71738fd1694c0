'use client';

import { useId, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { SignUpPolicy } from '../../../../../protocol/index.ts';
import { emailDomain } from '../../../../../protocol/workspace.ts';
import { Button } from '../../../../_ui/button.tsx';
import { Field } from '../../../../_ui/field.tsx';
import { Setting } from './setting.tsx';
import type { Settings } from './use-settings.ts';

const policies: readonly SignUpPolicy[] = ['invited', 'open', 'domain', 'closed'];

/** Domains as they are typed: with blanks or commas between. */
const domainsIn = (text: string): string[] => text.split(/[\s,;，；、]+/).filter((domain) => domain !== '');

const Domains = ({ settings, saved }: { settings: Settings; saved: readonly string[] }) => {
  const t = useTranslations();
  const [text, setText] = useState(saved.join(', '));
  const save = () => {
    const domains = domainsIn(text);
    const wrong = domains.find((domain) => !emailDomain.safeParse(domain).success);
    if (wrong !== undefined) return settings.refuse('domains', t('workspace.domainWrong', { domain: wrong }));
    void settings.save('domains', { domains });
  };
  return (
    <div className="flex w-full max-w-90 flex-col gap-2">
      <Field
        label={t('workspace.domains')}
        hint={t('workspace.domainsHint')}
        error={settings.errorAt('domains')}
        autoComplete="off"
        spellCheck={false}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => event.key === 'Enter' && save()}
      />
      <Button className="self-start" onClick={save}>
        {t('actions.save')}
      </Button>
    </div>
  );
};

/** Who may make an account; where the environment says it, that is said and nothing can be chosen. */
export const SignUpSetting = ({ settings }: { settings: Settings }) => {
  const t = useTranslations('workspace');
  const name = useId();
  if (settings.settings === null) return null;
  const { signUp, signUpFrom, domains, confirms } = settings.settings;
  // What cannot be chosen here is shown only where it was chosen.
  const offered = policies.filter((policy) => policy !== 'domain' || confirms || signUp === 'domain');
  return (
    <Setting
      title={t('signUp')}
      error={settings.errorAt('signUp')}
      isSaved={settings.isSaved('signUp') || settings.isSaved('domains')}
      {...(signUpFrom !== null && { hint: t('signUpFrom', { variable: signUpFrom }) })}
    >
      <div role="radiogroup" aria-label={t('signUp')} className="flex w-full flex-col gap-2">
        {offered.map((policy) => (
          <label key={policy} className="flex items-start gap-2">
            <input
              type="radio"
              name={name}
              className="mt-1 size-4 accent-accent"
              checked={signUp === policy}
              disabled={signUpFrom !== null}
              onChange={() => void settings.save('signUp', { signUp: policy })}
            />
            {t(`policies.${policy}`)}
          </label>
        ))}
      </div>
      {confirms || domains.length > 0 ? <Domains settings={settings} saved={domains} /> : null}
    </Setting>
  );
};
