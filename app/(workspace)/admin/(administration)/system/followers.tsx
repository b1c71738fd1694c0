'use client';

import { RotateCw } from 'lucide-react';
import { useTranslations } from 'use-intl';
import type { ClusterState, FollowerFault } from '../../../../../protocol/index.ts';
import { Button } from '../../../../_ui/button.tsx';
import { When } from '../../../../_ui/when.tsx';
import { type Health, Part } from './signs.tsx';
import { Tile, Tiles } from './tiles.tsx';
import { longLag } from './troubles.ts';
import { useRetry } from './use-retry.ts';
import { useSystemNames } from './use-system-names.ts';
import { useUnits } from './use-units.ts';

type Follower = ClusterState['followers'][number];
type Retry = ReturnType<typeof useRetry>;

/** Shorter than that it is only on its way. */
const noticed = 5;

const healthOf = ({ lag, setAside }: Follower): Health => {
  if (lag === null) return 'still';
  return lag >= longLag || setAside > 0 ? 'warning' : 'well';
};

const FollowerTile = ({ follower, retrying }: { follower: Follower; retrying: Retry }) => {
  const t = useTranslations('system');
  const nameOf = useSystemNames();
  const units = useUnits();
  const { name, lag, setAside } = follower;
  const state = () => {
    if (lag === null) return t('neverRun');
    return lag < noticed ? t('upToDate') : t('behind', { span: units.seconds(lag) });
  };
  return (
    <Tile health={healthOf(follower)} title={nameOf('follower', name)}>
      <p className="text-soft text-sm">{state()}</p>
      {setAside > 0 ? (
        <div className="flex flex-wrap items-center justify-between gap-2">
          <span className="text-sm text-warning-ink">{t('setAside', { count: setAside })}</span>
          <Button
            size="sm"
            aria-disabled={retrying.busy}
            aria-label={t('retryAllOf', { name: nameOf('follower', name) })}
            onClick={() => void retrying.retry(name)}
          >
            <RotateCw aria-hidden /> {t('retryAll')}
          </Button>
        </div>
      ) : null}
    </Tile>
  );
};

const Fault = ({ fault, retrying }: { fault: FollowerFault; retrying: Retry }) => {
  const t = useTranslations('system');
  const nameOf = useSystemNames();
  const { follower, entry, error, attempts, since, wanted } = fault;
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b px-4 py-3 last:border-0">
      <div className="min-w-0 flex-1 basis-60">
        <p className="wrap-anywhere font-mono text-sm">{error}</p>
        <p className="wrap-anywhere text-soft text-sm">
          {nameOf('follower', follower)} · {t('entry', { entry })} · {t('attempts', { count: attempts })} ·{' '}
          <When at={since} />
        </p>
      </div>
      {wanted ? (
        <span className="text-soft text-sm">{t('isWanted')}</span>
      ) : (
        <Button
          size="sm"
          aria-disabled={retrying.busy}
          aria-label={t('retryOf', { entry })}
          onClick={() => void retrying.retry(follower, entry)}
        >
          <RotateCw aria-hidden /> {t('retry')}
        </Button>
      )}
    </li>
  );
};

/** What happens after each commit: how far it is, and what it could not handle. */
export const Followers = ({ followers, faults }: Pick<ClusterState, 'followers' | 'faults'>) => {
  const t = useTranslations('system');
  const retrying = useRetry();
  return (
    <Part title={t('followers')} hint={t('followersHint')}>
      <Tiles label={t('followers')}>
        {followers.map((follower) => (
          <FollowerTile key={follower.name} follower={follower} retrying={retrying} />
        ))}
      </Tiles>
      {faults.length > 0 ? (
        <ul aria-label={t('faults')} className="rounded-xl border bg-raised">
          {faults.map((fault) => (
            <Fault key={`${fault.follower} ${fault.entry}`} fault={fault} retrying={retrying} />
          ))}
        </ul>
      ) : null}
    </Part>
  );
};
