'use client';

import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { type Bot, limits, type Scope, Scopes } from '../../protocol/index.ts';
import { useMe } from '../_live/connection/hooks.ts';
import { useLive } from '../_live/core/hooks.ts';
import { Button } from '../_ui/button.tsx';
import { Field, isTooLong } from '../_ui/field.tsx';
import { Select } from '../_ui/select.tsx';
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

/** Makes an API token, of one's own or of a bot. */
export const NewToken = ({ bots, onMade }: { bots: readonly Bot[]; onMade: (value: string) => void }) => {
  const t = useTranslations('programs');
  const live = useLive();
  const me = useMe();
  const { busy, deed } = useDeed();
  const [name, setName] = useState('');
  const [error, setError] = useState<string>();
  const [of, setOf] = useState(me.id);
  const [days, setDays] = useState('90');
  const [scopes, setScopes] = useState<readonly Scope[]>(['read', 'write']);
  const make = async () => {
    const payload = { name: name.trim(), scopes: [...scopes], days: Number(days), ...(of !== me.id && { botId: of }) };
    const made = await deed(() => live.request('token:create', payload));
    if (made === null) return;
    setName('');
    onMade(made.value);
  };
  const submit = (event: FormEvent<HTMLElement>) => {
    event.preventDefault();
    const missing = name.trim() === '' ? t('nameMissing') : scopes.length === 0 ? t('scopeMissing') : undefined;
    setError(missing);
    if (missing === undefined && !busy && !isTooLong(event)) void make();
  };
  return (
    <form onSubmit={submit} noValidate className="flex max-w-90 flex-col items-start gap-3 [&>div]:w-full">
      <Field
        label={t('tokenName')}
        error={error}
        autoComplete="off"
        most={limits.tokenName}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <Select
        label={t('tokenOf')}
        value={of}
        options={[{ value: me.id, label: t('mine') }, ...bots.map((bot) => ({ value: bot.id, label: bot.name }))]}
        onChange={setOf}
      />
      <ScopeBoxes chosen={scopes} onChange={setScopes} />
      <Select
        label={t('tokenSpan')}
        value={days}
        options={spans.map((value) => ({ value, label: t('days', { days: Number(value) }) }))}
        onChange={setDays}
      />
      <Button type="submit" kind="primary" aria-disabled={busy}>
        {t('makeToken')}
      </Button>
    </form>
  );
};
