'use client';

import { useTranslations } from 'use-intl';
import type { ClusterState } from '../../../../../protocol/index.ts';
import { cn } from '../../../../_ui/class-names.ts';
import { type Health, Part } from './signs.tsx';
import { Tile, Tiles } from './tiles.tsx';
import { useSystemNames } from './use-system-names.ts';

type Job = ClusterState['jobs'][number];

const healthOf = ({ failing, late }: Job): Health => {
  if (late > 0) return 'danger';
  return failing > 0 ? 'warning' : 'well';
};

const JobTile = ({ job }: { job: Job }) => {
  const t = useTranslations('system');
  const nameOf = useSystemNames();
  const { name, waiting, active, failing, late } = job;
  const said = [
    { count: active, text: t('active', { count: active }), look: '' },
    { count: waiting, text: t('waiting', { count: waiting }), look: '' },
    { count: failing, text: t('failing', { count: failing }), look: 'text-warning-ink' },
    { count: late, text: t('late', { count: late }), look: 'text-danger-ink' },
  ].filter(({ count }) => count > 0);
  return (
    <Tile health={healthOf(job)} title={nameOf('job', name)}>
      <p className="flex flex-wrap gap-x-3 text-soft text-sm">
        {said.length === 0
          ? t('nothingWaits')
          : said.map(({ text, look }) => (
              <span key={text} className={cn(look)}>
                {text}
              </span>
            ))}
      </p>
    </Tile>
  );
};

/** What happens at a time. */
export const Jobs = ({ jobs }: Pick<ClusterState, 'jobs'>) => {
  const t = useTranslations('system');
  return (
    <Part title={t('jobs')} hint={t('jobsHint')}>
      {jobs.length === 0 ? (
        <p className="text-soft">{t('noJobs')}</p>
      ) : (
        <Tiles label={t('jobs')}>
          {jobs.map((job) => (
            <JobTile key={job.name} job={job} />
          ))}
        </Tiles>
      )}
    </Part>
  );
};
