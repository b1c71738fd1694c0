'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { SourceKey, type SourceKind } from '../../../../../../protocol/index.ts';
import { limits } from '../../../../../../protocol/limits.ts';
import { useLive } from '../../../../../_live/core/hooks.ts';
import { SecretOnce } from '../../../../../_programs/parts.tsx';
import { Button } from '../../../../../_ui/button.tsx';
import { Choice } from '../../../../../_ui/choice.tsx';
import { Field, isTooLong } from '../../../../../_ui/field.tsx';
import { NamedPage } from './named-page.tsx';
import { PlaceFields } from './place-fields.tsx';
import { emptyPlace, placeOf, takesPassword } from './place-form.ts';
import { useRefusalText } from './use-refusal-text.ts';

const lackOf = (name: string, key: string): 'name' | 'key' | undefined => {
  if (name.trim() === '') return 'name';
  return SourceKey.safeParse(key).success ? undefined : 'key';
};

const useNewSource = () => {
  const live = useLive();
  const router = useRouter();
  const refusalText = useRefusalText();
  const [terms, setTerms] = useState({ key: '', name: '', password: '' });
  const [kind, setKind] = useState<SourceKind>('http');
  const [place, setPlace] = useState(emptyPlace);
  const [missing, setMissing] = useState<'key' | 'name'>();
  const [refusal, setRefusal] = useState<string>();
  const [secret, setSecret] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const key = terms.key.trim();
  const open = () => router.push(`/admin/sources/${key}`);
  const make = async () => {
    setBusy(true);
    const given = takesPassword(kind, place) && terms.password !== '' ? { secret: terms.password } : {};
    const answer = await live.request('source:create', {
      key,
      name: terms.name.trim(),
      place: placeOf(kind, place),
      ...given,
    });
    setBusy(false);
    if (!answer.ok) return setRefusal(refusalText(answer.error));
    if (answer.data.secret === null) return open();
    setSecret(answer.data.secret);
  };
  const submit = (event: FormEvent<HTMLElement>) => {
    event.preventDefault();
    setRefusal(undefined);
    const lacks = lackOf(terms.name, key);
    setMissing(lacks);
    if (lacks === undefined && !busy && !isTooLong(event)) void make();
  };
  const change = (patch: Partial<typeof terms>) => setTerms((before) => ({ ...before, ...patch }));
  return { terms, change, kind, setKind, place, setPlace, missing, refusal, secret, busy, submit, open };
};

/** Names another source. */
export const NewSource = () => {
  const t = useTranslations('namedSources');
  const { terms, change, kind, setKind, place, setPlace, missing, refusal, secret, busy, submit, open } =
    useNewSource();
  if (secret !== null)
    return (
      <NamedPage title={terms.name}>
        <SecretOnce label={t('secretLabel')} hint={t('secretOnce')} value={secret} onDone={open} />
      </NamedPage>
    );
  return (
    <NamedPage title={t('new')} lead={t('newHint')}>
      <form onSubmit={submit} noValidate aria-label={t('new')} className="flex max-w-120 flex-col gap-4">
        <Field
          label={t('name')}
          error={missing === 'name' ? t('nameMissing') : undefined}
          autoComplete="off"
          most={limits.personName}
          value={terms.name}
          onChange={(event) => change({ name: event.target.value })}
        />
        <Field
          label={t('key')}
          hint={t('keyHint')}
          error={missing === 'key' ? t(terms.key.trim() === '' ? 'keyMissing' : 'keyWrong') : undefined}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          value={terms.key}
          onChange={(event) => change({ key: event.target.value })}
        />
        <Choice
          label={t('kind')}
          value={kind}
          options={(['http', 'kafka', 'rabbitmq', 'redis-stream'] as const).map((value) => ({
            value,
            label: t(`kinds.${value}`),
          }))}
          onChange={setKind}
        />
        <PlaceFields
          kind={kind}
          sourceKey={terms.key.trim()}
          form={place}
          onChange={(patch) => setPlace((before) => ({ ...before, ...patch }))}
        />
        {takesPassword(kind, place) ? (
          <Field
            label={t('password')}
            hint={t('passwordHint')}
            type="password"
            autoComplete="new-password"
            most={limits.sourceSecret}
            value={terms.password}
            onChange={(event) => change({ password: event.target.value })}
          />
        ) : null}
        <p role="alert" className="wrap-anywhere text-danger-ink empty:hidden">
          {refusal}
        </p>
        <Button type="submit" kind="primary" aria-disabled={busy} className="self-start">
          {t('create')}
        </Button>
      </form>
    </NamedPage>
  );
};
