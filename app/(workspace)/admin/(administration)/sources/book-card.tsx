'use client';

import { CircleAlert, CircleCheck } from 'lucide-react';
import Link from 'next/link';
import { useFormatter, useTranslations } from 'use-intl';
import type { SourceAlarm, SourceBook, SourceExpectation } from '../../../../../protocol/index.ts';
import { useSourceNames } from '../../../../_sources/source-names.ts';
import { useMoments } from '../../../../_ui/moments.ts';
import { When } from '../../../../_ui/when.tsx';
import { AlarmList } from './alarm-list.tsx';
import { Expectation } from './expectation.tsx';
import { lagOf, useLagText } from './lag.ts';

const counted = ['created', 'repeated', 'conflicting', 'dead', 'mended'] as const;
const summed = ['passed', 'notForUs', 'read', ...counted] as const;
type Sums = Record<(typeof summed)[number], number>;

const sumOf = (parts: readonly SourceBook[]): Sums =>
  Object.fromEntries(summed.map((name) => [name, parts.reduce((sum, part) => sum + part[name], 0)])) as Sums;

/** How many events are in none of the columns: none, ever. */
const missingIn = ({ read, created, repeated, conflicting, dead }: Sums): number =>
  read - created - repeated - conflicting - dead;

const Balance = ({ sums }: { sums: Sums }) => {
  const t = useTranslations('sources');
  const missing = missingIn(sums);
  const isRight = missing === 0 && sums.notForUs >= 0;
  const Icon = isRight ? CircleCheck : CircleAlert;
  return (
    <span className={`flex items-center gap-1 text-sm ${isRight ? 'text-success-ink' : 'text-danger-ink'}`}>
      <Icon className="size-4" aria-hidden /> {isRight ? t('balances') : t('missing', { count: missing })}
    </span>
  );
};

const Figure = ({ name, value }: { name: string; value: string }) => (
  <div className="flex flex-col">
    <dt className="text-soft text-sm">{name}</dt>
    <dd className="font-semibold text-lg tabular-nums">{value}</dd>
  </div>
);

/** When it last brought something, and where it said so itself, when that had been sent. */
const Last = ({ movedAt, lastSentAt }: Pick<SourceBook, 'movedAt' | 'lastSentAt'>) => {
  const t = useTranslations('sources');
  const moments = useMoments();
  if (movedAt === null) return null;
  const sent = lastSentAt === null ? undefined : t('sentAt', { time: moments.full(Date.parse(lastSentAt)) });
  return (
    <span title={sent}>
      <When at={movedAt} />
      {sent === undefined ? null : <span className="sr-only">{sent}</span>}
    </span>
  );
};

const Partitions = ({ parts }: { parts: readonly SourceBook[] }) => {
  const t = useTranslations('sources');
  const format = useFormatter();
  const lagText = useLagText();
  const columns = ['passed', 'notForUs', 'read', 'created', 'repeated', 'conflicting', 'dead'] as const;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <div tabIndex={0} className="overflow-x-auto">
      <table className="w-full min-w-190 text-sm tabular-nums">
        <thead>
          <tr className="border-b text-left text-soft">
            <th className="py-1 pr-3 font-normal">{t('partition')}</th>
            {columns.map((name) => (
              <th key={name} className="px-2 py-1 text-right font-normal">
                {t(name)}
              </th>
            ))}
            <th className="px-2 py-1 text-right font-normal">{t('lag')}</th>
            <th className="py-1 pl-3 text-right font-normal">{t('lastEvent')}</th>
          </tr>
        </thead>
        <tbody>
          {parts.map((part) => (
            <tr key={`${part.topic} ${part.partition} ${part.begunAt}`} className="border-b last:border-0">
              <td className="max-w-60 truncate py-1 pr-3">
                {part.topic} · {part.partition}
              </td>
              {columns.map((name) => (
                <td key={name} className="px-2 py-1 text-right">
                  {format.number(part[name])}
                </td>
              ))}
              <td className="whitespace-nowrap px-2 py-1 text-right">{lagText(lagOf([part]))}</td>
              <td className="whitespace-nowrap py-1 pl-3 text-right text-soft">
                <Last {...part} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};

type BookCardProps = {
  source: SourceBook['source'];
  parts: readonly SourceBook[];
  alarms: readonly SourceAlarm[];
  expected: SourceExpectation | null;
  onChanged: () => void;
};

/** What one source brought, all its partitions together and each. */
export const BookCard = ({ source, parts, alarms, expected, onChanged }: BookCardProps) => {
  const t = useTranslations('sources');
  const format = useFormatter();
  const name = useSourceNames([source], (one) => t(`names.${one}`))(source);
  const lagText = useLagText();
  const sums = sumOf(parts);
  const lag = lagOf(parts);
  const last = parts
    .flatMap(({ movedAt }) => movedAt ?? [])
    .sort()
    .at(-1);
  const partitions = parts.filter(({ topic }) => topic !== null);
  return (
    <section aria-label={name} className="flex flex-col gap-3 rounded-lg border p-4">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <h2 className="mr-auto font-semibold text-lg">{name}</h2>
        {last === undefined ? null : (
          <span className="text-soft text-sm">
            {t('lastEvent')}: <When at={last} />
          </span>
        )}
        <Balance sums={sums} />
      </div>
      <AlarmList alarms={alarms} />
      <dl className="grid grid-cols-[repeat(auto-fit,minmax(110px,1fr))] gap-3">
        <Figure name={t('read')} value={format.number(sums.read)} />
        {counted.map((name) => (
          <Figure key={name} name={t(name)} value={format.number(sums[name])} />
        ))}
        {sums.notForUs === 0 ? null : <Figure name={t('notForUs')} value={format.number(sums.notForUs)} />}
        {lag === null ? null : <Figure name={t('lag')} value={lagText(lag)} />}
      </dl>
      {partitions.length === 0 ? null : <Partitions parts={partitions} />}
      {source === 'sample' ? null : <Expectation {...{ source, expected, onChanged, name }} />}
      {sums.dead - sums.mended > 0 ? (
        <Link href={`/admin/dead-letters?source=${source}`} className="self-start text-accent-ink text-sm underline">
          {t('toDeadLetters')}
        </Link>
      ) : null}
    </section>
  );
};
