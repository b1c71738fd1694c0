'use client';

import { CloudOff } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
import type { ClusterInstance } from '../../../../../protocol/index.ts';
import { useCluster } from '../../../../_live/cluster/hooks.ts';
import type { ClusterView } from '../../../../_live/cluster/state.ts';
import { useConnection } from '../../../../_live/connection/hooks.ts';
import { Empty } from '../../../../_ui/empty.tsx';
import { useErrorText } from '../../../../_ui/error-text.ts';
import { useMoments } from '../../../../_ui/moments.ts';
import { Skeleton } from '../../../../_ui/skeleton.tsx';
import { Followers } from './followers.tsx';
import { InstanceCard } from './instance-card.tsx';
import { Jobs } from './jobs.tsx';
import { Services } from './services.tsx';
import { Dot } from './signs.tsx';
import { Sources } from './sources.tsx';
import { TroubleList } from './trouble-list.tsx';
import { troublesIn } from './troubles.ts';

const Title = ({ at }: { at: string | undefined }) => {
  const t = useTranslations('system');
  const moments = useMoments();
  const { phase } = useConnection();
  const isLive = phase === 'online';
  return (
    <div className="flex items-center gap-3">
      <h1 className="font-semibold text-2xl">{t('title')}</h1>
      {at === undefined ? null : (
        <span className="ml-auto flex items-center gap-2 text-soft text-sm">
          <Dot health={isLive ? 'well' : 'still'} />
          {isLive ? t('live') : t('asOf', { time: moments.time(Date.parse(at)) })}
        </span>
      )}
    </div>
  );
};

const Meanwhile = () => (
  <>
    <Skeleton className="h-5 w-48" />
    <div className="grid gap-4 sm:grid-cols-2 xl:grid-cols-3">
      {['one', 'two', 'three'].map((name) => (
        <Skeleton key={name} className="h-64 rounded-xl" />
      ))}
    </div>
  </>
);

const Picture = ({ view: { now, history } }: { view: ClusterView }) => {
  const t = useTranslations('system');
  const pasts = useMemo(() => {
    const said = history.flatMap(({ instances }) => instances);
    return Map.groupBy(said, ({ id }: ClusterInstance) => id);
  }, [history]);
  // A card stays where it is as long as its instance is there.
  const instances = now.instances.toSorted((a, b) => a.name.localeCompare(b.name) || a.id.localeCompare(b.id));
  return (
    <section>
      <h2 className="sr-only">{t('picture')}</h2>
      <ul
        aria-label={t('instances')}
        className="grid grid-cols-1 gap-x-4 gap-y-2 sm:grid-cols-[repeat(auto-fill,minmax(210px,1fr))]"
      >
        {instances.map((instance) => (
          <InstanceCard
            key={instance.id}
            instance={instance}
            past={pasts.get(instance.id) ?? []}
            isHere={instance.id === now.by}
            isStale={now.database.state === 'away'}
          />
        ))}
      </ul>
      <div aria-hidden className="-mx-2 -mt-0.5 h-0.5 bg-line max-sm:hidden" />
      <Services now={now} history={history} />
    </section>
  );
};

/** Everything that runs, as it is now: instances around what they share, and the work that follows. */
export const SystemDesk = () => {
  const t = useTranslations('system');
  const errorText = useErrorText();
  const { view, error } = useCluster();
  const troubles = useMemo(() => (view ? troublesIn(view.now) : []), [view]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <main tabIndex={0} className="min-w-0 flex-1 overflow-y-auto outline-offset-[-2px]">
      <div className="mx-auto flex max-w-300 flex-col gap-8 px-5 py-8 max-sm:px-3 max-sm:py-5">
        <Title at={view?.now.at} />
        {view ? (
          <>
            <TroubleList troubles={troubles} />
            <Picture view={view} />
            <Followers followers={view.now.followers} faults={view.now.faults} />
            <Jobs jobs={view.now.jobs} />
            <Sources instances={view.now.instances} alarms={view.now.sourceAlarms} />
          </>
        ) : error ? (
          <Empty icon={<CloudOff aria-hidden />} title={t('unknown')} hint={errorText(error)} />
        ) : (
          <Meanwhile />
        )}
      </div>
    </main>
  );
};
