import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import type { Rejection } from '../../../../protocol/index.ts';
import { useSourceNames } from '../../../_sources/source-names.ts';
import { useMoments } from '../../../_ui/moments.ts';
import { When } from '../../../_ui/when.tsx';
import { useOutcomeName } from './outcome-name.ts';
import { PersonName, PrioritySign, StateSign } from './ticket-signs.tsx';

const Entry = ({ name, children }: { name: string; children: ReactNode }) => (
  <div className="grid grid-cols-[120px_minmax(0,1fr)] gap-3 py-2">
    <dt className="wrap-anywhere text-faint text-sm leading-5">{name}</dt>
    <dd className="wrap-anywhere">{children}</dd>
  </div>
);

const written = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** When it comes back as open by itself. */
const Awake = ({ rejection: { state, wakesAt, wakesAfter } }: { rejection: Rejection }) => {
  const t = useTranslations('tickets');
  const moments = useMoments();
  if (wakesAfter !== null) return <Entry name={t('wakes')}>{t('wakesAfter', { count: wakesAfter })}</Entry>;
  if (wakesAt === null) return null;
  return (
    <Entry name={t(state === 'snoozed' ? 'wakes' : 'acknowledgedUntil')}>
      <time dateTime={wakesAt}>{moments.full(Date.parse(wakesAt))}</time>
    </Entry>
  );
};

/** Everything that lists tell of a rejection, and what its event carried besides. */
export const TicketFields = ({ rejection }: { rejection: Rejection }) => {
  const t = useTranslations('tickets');
  const sourceName = useSourceNames([rejection.source], (source) => t(`sources.${source}`));
  const outcomeName = useOutcomeName();
  return (
    <dl className="divide-y divide-line">
      <Entry name={t('state')}>
        <StateSign state={rejection.state} />
      </Entry>
      <Awake rejection={rejection} />
      {rejection.outcome === null ? null : (
        <Entry name={t('outcome')}>
          <bdi>{outcomeName(rejection.outcome)}</bdi>
        </Entry>
      )}
      {rejection.outcomeText === null ? null : (
        <Entry name={t('outcomeText')}>
          <p dir="auto" className="whitespace-pre-wrap">
            {rejection.outcomeText}
          </p>
        </Entry>
      )}
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
