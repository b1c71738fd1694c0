'use client';

import { useLocale, useTranslations } from 'use-intl';
import type { ClusterInstance } from '../../../../../protocol/index.ts';
import { cn } from '../../../../_ui/class-names.ts';
import { shortAge, useMoments, useNow } from '../../../../_ui/moments.ts';
import { Dot, Figure, Flow, type Health } from './signs.tsx';
import { Sparkline } from './sparkline.tsx';
import { lateLoop } from './troubles.ts';
import { useSystemNames } from './use-system-names.ts';
import { useUnits } from './use-units.ts';

type InstanceCardProps = {
  instance: ClusterInstance;
  /** What it said of itself lately, the oldest first. */
  past: readonly ClusterInstance[];
  /** The one that this page is connected to. */
  isHere: boolean;
  /** The database does not answer: nothing is known of it now. */
  isStale: boolean;
};

const healthOf = ({ bus, loopDelay }: ClusterInstance, isStale: boolean): Health => {
  if (isStale) return 'still';
  return bus === 'away' || loopDelay >= lateLoop ? 'warning' : 'well';
};

const Since = ({ startedAt }: { startedAt: string }) => {
  const t = useTranslations('system');
  const moments = useMoments();
  const locale = useLocale();
  const now = useNow('minute');
  const at = Date.parse(startedAt);
  return (
    <time dateTime={startedAt} title={moments.full(at)} className="shrink-0 text-soft text-sm">
      {now === 0 ? null : t('runsFor', { span: shortAge(now - at, locale) })}
    </time>
  );
};

type CurveProps = {
  label: string;
  value: string;
  values: readonly number[];
  /** What the curve shows at least, so that little stays little. */
  least: number;
  amber?: boolean;
};

const Curve = ({ label, value, values, least, amber = false }: CurveProps) => (
  <div className="grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)] items-center gap-3">
    <dt className="truncate text-soft text-sm">{label}</dt>
    <dd className={cn('flex items-center gap-2 text-sm tabular-nums', amber && 'text-warning-ink')}>
      <Sparkline values={values} least={least} className={cn('min-w-0 flex-1', amber && 'text-away')} />
      <span className="min-w-12 text-right">{value}</span>
    </dd>
  </div>
);

/** One process of the installation, and its line to the others. */
export const InstanceCard = ({ instance, past, isHere, isStale }: InstanceCardProps) => {
  const t = useTranslations('system');
  const nameOf = useSystemNames();
  const units = useUnits();
  const health = healthOf(instance, isStale);
  const { name, version, build, roles, people, connections, loopDelay, bus } = instance;
  const servesPeople = roles.includes('live') || roles.includes('web');
  const curves = [
    { label: t('messages'), of: (one: ClusterInstance) => one.messages, isShown: servesPeople },
    { label: t('deliveries'), of: (one: ClusterInstance) => one.deliveries, isShown: servesPeople },
    { label: t('tickets'), of: (one: ClusterInstance) => one.tickets, isShown: roles.includes('worker') },
  ].filter(({ isShown }) => isShown);
  return (
    <li className="relative flex pb-6">
      <article aria-label={name} className="flex min-w-0 flex-1 flex-col gap-3 rounded-xl border bg-raised p-4">
        <div className="flex items-center gap-2">
          <Dot health={health} />
          <h3 className="min-w-0 flex-1 truncate font-semibold">{name}</h3>
          <Since startedAt={instance.startedAt} />
        </div>
        <p className="-mt-2 text-soft text-sm">
          {roles.map((role) => nameOf('role', role)).join(' · ')}
          {isHere ? ` · ${t('here')}` : null}
        </p>
        {servesPeople ? (
          <dl className="grid grid-cols-2 gap-3">
            <Figure label={t('people')}>{units.count(people)}</Figure>
            <Figure label={t('connections')}>{units.count(connections)}</Figure>
          </dl>
        ) : null}
        <dl className="flex flex-col gap-1">
          {curves.map(({ label, of }) => (
            <Curve key={label} label={label} value={units.count(of(instance))} values={past.map(of)} least={5} />
          ))}
          <Curve
            label={t('loopDelay')}
            value={units.milliseconds(loopDelay)}
            values={past.map((one) => one.loopDelay)}
            least={lateLoop}
            amber={loopDelay >= lateLoop}
          />
        </dl>
        <p className="mt-auto truncate text-faint text-xs" title={build ?? undefined}>
          {t('version', { version })}
        </p>
      </article>
      <Flow health={isStale ? 'danger' : bus === 'away' ? 'danger' : 'well'} className="bottom-0 h-6" />
      <span aria-hidden className="-inset-x-2 absolute bottom-0 h-0.5 bg-line max-sm:hidden" />
    </li>
  );
};
