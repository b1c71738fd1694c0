'use client';

import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { type Bot, limits, type Scope, Scopes } from '../../protocol/index.ts';
import { useMe } from '../_live/connection/hooks.ts';
import { useLive } from '../_live/core/hooks.ts';
import { Field, isTooLong } from '../_ui/field.tsx';
import { Labelled } from '../_ui/labelled.tsx';
import { Select } from '../_ui/select.tsx';
import { NewProgram } from './new-program.tsx';
import { useDeed } from './use-programs.ts';

const spans = ['30', '90', '365'] as const;

const ScopeBoxes = ({ chosen, onChange }: { chosen: readonly Scope[]; onChange: (chosen: Scope[]) => void }) => {
  const t = useTranslations('programs');
  return (
    <fieldset className="flex flex-col gap-1">
      <legend className="font-medium text-sm">{t('scopes')}</legend>
      {Scopes.options.map((scope) => (
        <label key={scope} className="flex min-h-8 items-center gap-2 max-sm:min-h-11">
          <input
            type="checkbox"
            className="size-4 accent-accent"
            checked={chosen.includes(scope)}
            onChange={({ target }) =>
              onChange(target.checked ? [...chosen, scope] : chosen.filter((other) => other !== scope))
            }
          />
          <span>{t(`scopeSays.${scope}`)}</span>
        </label>
      ))}
    </fieldset>
  );
};

type NewTokenProps = { bots: readonly Bot[]; onMade: (value: string) => void; onClose: () => void };

/** Makes an API token, of one's own or of a bot. */
export const NewToken = ({ bots, onMade, onClose }: NewTokenProps) => {
  const t = useTranslations('programs');
  const live = useLive();
  const me = useMe();
  const { busy, deed } = useDeed();
  const [name, setName] = useState('');
  const [problem, setProblem] = useState<{ at: 'name' | 'scopes'; text: string }>();
  const [of, setOf] = useState(me.id);
  const [days, setDays] = useState('90');
  const [scopes, setScopes] = useState<readonly Scope[]>(['read', 'write']);
  const make = async () => {
    const payload = { name: name.trim(), scopes: [...scopes], days: Number(days), ...(of !== me.id && { botId: of }) };
    const made = await deed(() => live.request('token:create', payload));
    if (made === null) return;
    onMade(made.value);
    onClose();
  };
  const submit = (event: FormEvent<HTMLElement>) => {
    if (name.trim() === '') return setProblem({ at: 'name', text: t('nameMissing') });
    if (scopes.length === 0) return setProblem({ at: 'scopes', text: t('scopeMissing') });
    setProblem(undefined);
    if (!isTooLong(event)) void make();
  };
  const owners = [{ value: me.id, label: t('mine') }, ...bots.map((bot) => ({ value: bot.id, label: bot.name }))];
  return (
    <NewProgram
      title={t('newToken')}
      lead={t('tokensHint')}
      action={t('makeToken')}
      {...{ busy, onClose, onSubmit: submit }}
    >
      <Field
        label={t('tokenName')}
        autoFocus
        error={problem?.at === 'name' ? problem.text : undefined}
        placeholder={t('tokenNamePlaceholder')}
        autoComplete="off"
        most={limits.tokenName}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <div className="flex flex-wrap gap-4">
        <Labelled label={t('tokenOf')}>
          <Select label={t('tokenOf')} value={of} options={owners} onChange={setOf} />
        </Labelled>
        <Labelled label={t('tokenSpan')}>
          <Select
            label={t('tokenSpan')}
            value={days}
            options={spans.map((value) => ({ value, label: t('days', { days: Number(value) }) }))}
            onChange={setDays}
          />
        </Labelled>
      </div>
      <ScopeBoxes chosen={scopes} onChange={setScopes} />
      <p role="alert" className="text-danger-ink text-sm empty:hidden">
        {problem?.at === 'scopes' ? problem.text : null}
      </p>
    </NewProgram>
  );
};
