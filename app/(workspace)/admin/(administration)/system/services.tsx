'use client';

import { Bell, Database } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import type { ClusterState } from '../../../../../protocol/index.ts';
import { Dot, Figure, Flow, type Health } from './signs.tsx';
import { Sparkline } from './sparkline.tsx';
import { useUnits } from './use-units.ts';

type ServiceProps = {
  name: string;
  what: string;
  icon: ReactNode;
  health: Health;
  state: string;
  latencies: readonly number[];
  children: ReactNode;
};

const Service = ({ name, what, icon, health, state, latencies, children }: ServiceProps) => (
  <li className="relative flex min-w-0 pt-6">
    <Flow health={health} className="top-0 h-6" />
    <article aria-label={name} className="flex min-w-0 flex-1 flex-col gap-3 rounded-xl border bg-raised p-4">
      <div className="flex items-center gap-2">
        <span className="text-soft [&_svg]:size-5">{icon}</span>
        <h3 className="min-w-0 truncate font-semibold">{name}</h3>
        <span className="ml-auto flex items-center gap-2 text-sm">
          <Dot health={health} />
          {state}
        </span>
      </div>
      <p className="-mt-2 text-soft text-sm">{what}</p>
      <dl className="grid grid-cols-3 gap-3 empty:hidden">{children}</dl>
      {latencies.length > 1 ? <Sparkline values={latencies} least={5} /> : null}
    </article>
  </li>
);

const known = (values: readonly (number | null)[]) => values.filter((value) => value !== null);

/** What all instances share: the doorbell and the log. */
export const Services = ({ now, history }: { now: ClusterState; history: readonly ClusterState[] }) => {
  const t = useTranslations('system');
  const units = useUnits();
  const { redis, database } = now;
  const busHealth: Health = redis.state === 'none' ? 'still' : redis.state === 'away' ? 'danger' : 'well';
  const latency = (value: number | null) =>
    value === null ? null : <Figure label={t('latency')}>{units.milliseconds(value)}</Figure>;
  const size = (value: number | null) =>
    value === null ? null : <Figure label={t('size')}>{units.bytes(value)}</Figure>;
  return (
    <ul aria-label={t('services')} className="grid gap-4 sm:grid-cols-2">
      <Service
        name="Redis"
        what={t('redisIs')}
        icon={<Bell aria-hidden />}
        health={busHealth}
        state={t(`service.${redis.state}`)}
        latencies={known(history.map((one) => one.redis.latency))}
      >
        {latency(redis.latency)}
        {size(redis.bytes)}
      </Service>
      <Service
        name="PostgreSQL"
        what={t('databaseIs')}
        icon={<Database aria-hidden />}
        health={database.state === 'away' ? 'danger' : 'well'}
        state={t(`service.${database.state}`)}
        latencies={known(history.map((one) => one.database.latency))}
      >
        {latency(database.latency)}
        {size(database.bytes)}
        {database.connections === null ? null : (
          <Figure label={t('connections')}>{units.count(database.connections)}</Figure>
        )}
      </Service>
    </ul>
  );
};
