'use client';

import { useId } from 'react';
import { useTranslations } from 'use-intl';
import type { SourceKind } from '../../../../../../protocol/index.ts';
import { limits } from '../../../../../../protocol/limits.ts';
import { Field } from '../../../../../_ui/field.tsx';
import { Labelled } from '../../../../../_ui/labelled.tsx';
import { Select } from '../../../../../_ui/select.tsx';
import { mechanisms, type PlaceForm } from './place-form.ts';
import { TextArea } from './text-area.tsx';

type PlaceFieldsProps = {
  kind: SourceKind;
  sourceKey: string;
  form: PlaceForm;
  onChange: (patch: Partial<PlaceForm>) => void;
};

const most = limits.sourcePlace;

const KafkaFields = ({ sourceKey, form, onChange }: Omit<PlaceFieldsProps, 'kind'>) => {
  const t = useTranslations('namedSources');
  const tlsId = useId();
  const line = (name: 'brokers' | 'topic' | 'group' | 'user', hint?: string) => (
    <Field
      label={t(name)}
      hint={hint}
      autoComplete="off"
      most={name === 'brokers' ? limits.sourceBrokers * most : most}
      value={form[name]}
      onChange={(event) => onChange({ [name]: event.target.value })}
    />
  );
  return (
    <>
      {line('brokers', t('brokersHint'))}
      {line('topic')}
      {line('group', t('groupHint', { key: sourceKey === '' ? '…' : sourceKey }))}
      <label htmlFor={tlsId} className="flex items-center gap-2 font-medium text-sm">
        <input
          id={tlsId}
          type="checkbox"
          checked={form.tls}
          onChange={(event) => onChange({ tls: event.target.checked })}
          className="size-4 accent-accent"
        />
        {t('tls')}
      </label>
      {form.tls ? (
        <TextArea
          label={t('certificates')}
          hint={t('certificatesHint')}
          rows={4}
          most={limits.sourceCertificates}
          value={form.certificates}
          onChange={(certificates) => onChange({ certificates })}
        />
      ) : null}
      <Labelled label={t('mechanism')}>
        <Select
          label={t('mechanism')}
          value={form.mechanism}
          options={mechanisms.map((value) => ({ value, label: t(`mechanisms.${value}`) }))}
          onChange={(value) => onChange({ mechanism: mechanisms.find((known) => known === value) ?? 'none' })}
        />
      </Labelled>
      {form.mechanism === 'none' ? null : line('user')}
    </>
  );
};

/** Where a source of some kind is. */
export const PlaceFields = ({ kind, form, onChange, ...rest }: PlaceFieldsProps) => {
  const t = useTranslations('namedSources');
  const line = (name: 'url' | 'queue' | 'stream', hint?: string) => (
    <Field
      label={t(name)}
      hint={hint}
      autoComplete="off"
      most={most}
      value={form[name]}
      onChange={(event) => onChange({ [name]: event.target.value })}
    />
  );
  return (
    <>
      <p className="text-soft">{t('placeHint', { kind: kind === 'redis-stream' ? 'redis' : kind })}</p>
      {kind === 'kafka' ? <KafkaFields {...rest} form={form} onChange={onChange} /> : null}
      {kind === 'rabbitmq' ? line('url', t('urlHint')) : null}
      {kind === 'rabbitmq' ? line('queue') : null}
      {kind === 'redis-stream' ? line('stream') : null}
      {kind === 'redis-stream' ? line('url', t('redisUrlHint')) : null}
    </>
  );
};
