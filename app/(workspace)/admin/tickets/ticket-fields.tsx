import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import type { Rejection } from '../../../../protocol/index.ts';
import { useSourceNames } from '../../../_sources/source-names.ts';
import { When } from '../../../_ui/when.tsx';
import { PersonName, PrioritySign, StateSign } from './ticket-signs.tsx';

const Entry = ({ name, children }: { name: string; children: ReactNode }) => (
  <div className="grid grid-cols-[120px_minmax(0,1fr)] gap-3 py-2">
    <dt className="wrap-anywhere text-faint text-sm leading-5">{name}</dt>
    <dd className="wrap-anywhere">{children}</dd>
  </div>
);

const written = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** Everything that lists tell of a rejection, and what its event carried besides. */
export const TicketFields = ({ rejection }: { rejection: Rejection }) => {
  const t = useTranslations('tickets');
  const sourceName = useSourceNames([rejection.source], (source) => t(`sources.${source}`));
  return (
    <dl className="divide-y divide-line">
      <Entry name={t('state')}>
        <StateSign state={rejection.state} />
      </Entry>
      <Entry name={t('priority')}>
        <PrioritySign priority={rejection.priority} named />
      </Entry>
      <Entry name={t('assignee')}>
        {rejection.assigneeId ? (
          <PersonName id={rejection.assigneeId} />
        ) : (
          <span className="text-faint">{t('unassigned')}</span>
        )}
      </Entry>
      <Entry name={t('rejectedBy')}>
        <bdi>{rejection.rejectedBy}</bdi>
      </Entry>
      {rejection.requester ? (
        <Entry name={t('requester')}>
          <bdi>{rejection.requester}</bdi>
        </Entry>
      ) : null}
      <Entry name={t('occurredAt')}>
        <When at={rejection.occurredAt} />
      </Entry>
      <Entry name={t('receivedAt')}>
        <When at={rejection.receivedAt} />
      </Entry>
      <Entry name={t('source')}>{sourceName(rejection.source)}</Entry>
      <Entry name={t('reasonCode')}>
        <code className="font-mono text-xs">{rejection.reasonCode}</code>
      </Entry>
      <Entry name={t('eventId')}>
        <code className="font-mono text-xs">{rejection.eventId}</code>
      </Entry>
      {Object.entries(rejection.attributes).map(([name, value]) => (
        <Entry key={name} name={name}>
          <bdi>{written(value)}</bdi>
        </Entry>
      ))}
    </dl>
  );
};
