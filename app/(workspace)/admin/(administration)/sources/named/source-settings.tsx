'use client';

import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { NamedSource } from '../../../../../../protocol/index.ts';
import { limits } from '../../../../../../protocol/limits.ts';
import { useLive } from '../../../../../_live/core/hooks.ts';
import { Button } from '../../../../../_ui/button.tsx';
import { Field, isTooLong } from '../../../../../_ui/field.tsx';
import { Saved } from '../../../../../_ui/saved.tsx';
import { PlaceFields } from './place-fields.tsx';
import { formOf, placeOf } from './place-form.ts';
import { useRefusalText } from './use-refusal-text.ts';

type SourceSettingsProps = { source: NamedSource; onChange: () => Promise<void> };

/** What is typed stays as it was typed while somebody else changes the source; saving then says so, and shows theirs. */
const useSettings = ({ source, onChange }: SourceSettingsProps) => {
  const live = useLive();
  const refusalText = useRefusalText();
  const [draft, setDraft] = useState<{ name: string; place: ReturnType<typeof formOf> } | null>(null);
  const [seen, setSeen] = useState(source.version);
  const [isSaved, setSaved] = useState(false);
  const [refusal, setRefusal] = useState<string>();
  const shown = draft ?? { name: source.name, place: formOf(source) };
  const change = (patch: Partial<typeof shown>) => {
    if (draft === null) setSeen(source.version);
    setSaved(false);
    setDraft({ ...shown, ...patch });
  };
  const save = async () => {
    const { key, kind } = source;
    const place = kind === 'http' ? {} : { place: placeOf(kind, shown.place) };
    const version = draft === null ? source.version : seen;
    const answer = await live.request('source:update', { key, version, name: shown.name.trim(), ...place });
    setSaved(answer.ok);
    setRefusal(answer.ok ? undefined : refusalText(answer.error));
    const isLate = !answer.ok && answer.error.data?.reason === 'changed';
    await onChange();
    if (answer.ok || isLate) setDraft(null);
  };
  return { shown, change, save, isSaved, refusal };
};

/** The name of a source, and where it is. */
export const SourceSettings = ({ source, onChange }: SourceSettingsProps) => {
  const t = useTranslations('namedSources');
  const { shown, change, save, isSaved, refusal } = useSettings({ source, onChange });
  const [isNameless, setNameless] = useState(false);
  const submit = (event: FormEvent<HTMLElement>) => {
    event.preventDefault();
    setNameless(shown.name.trim() === '');
    if (shown.name.trim() !== '' && !isTooLong(event)) void save();
  };
  return (
    <form
      onSubmit={submit}
      noValidate
      aria-label={t('settings')}
      className="flex flex-col gap-4 border-t pt-5 *:max-w-120"
    >
      <h2 className="font-semibold text-lg">{t('settings')}</h2>
      <Field
        label={t('name')}
        error={isNameless ? t('nameMissing') : undefined}
        autoComplete="off"
        most={limits.personName}
        value={shown.name}
        onChange={(event) => change({ name: event.target.value })}
      />
      {source.kind === 'http' ? null : (
        <PlaceFields
          kind={source.kind}
          sourceKey={source.key}
          form={shown.place}
          onChange={(patch) => change({ place: { ...shown.place, ...patch } })}
        />
      )}
      <p role="alert" className="wrap-anywhere text-danger-ink empty:hidden">
        {refusal}
      </p>
      <div className="flex items-center gap-3">
        <Button type="submit">{t('save')}</Button>
        <Saved is={isSaved} />
      </div>
    </form>
  );
};
