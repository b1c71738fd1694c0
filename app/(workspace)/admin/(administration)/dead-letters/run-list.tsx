'use client';

import { useTranslations } from 'use-intl';
import type { DeadLetterRun } from '../../../../../protocol/index.ts';
import { useNames } from '../../../../_people/names.ts';
import { Button } from '../../../../_ui/button.tsx';
import { useNow } from '../../../../_ui/moments.ts';
import { ProgressBar } from '../../../../_ui/progress-bar.tsx';

/** Milliseconds for which the outcome of a run is shown. */
const remembered = 60_000;

const Run = ({ run, name, onCancel }: { run: DeadLetterRun; name: string; onCancel: () => void }) => {
  const t = useTranslations('deadLetters');
  const { deed, total, passed, failed, endedAt, cancelled } = run;
  const done = Math.min(total, passed + failed);
  const isGoing = endedAt === null;
  return (
    <li className="flex items-center gap-3 rounded-lg border bg-panel px-3 py-2">
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        <p>
          <span className="font-medium">{t(`deeds.${deed}`, { name })}</span>{' '}
          <span className="text-soft">
            {isGoing
              ? t('progress', { done, total })
              : t(cancelled ? 'cancelled' : `outcomes.${deed}`, { passed, failed, left: total - done })}
          </span>
        </p>
        {isGoing ? <ProgressBar label={t('progress', { done, total })} value={done} max={total} /> : null}
      </div>
      {isGoing ? (
        <Button size="sm" onClick={onCancel}>
          {t('cancel')}
        </Button>
      ) : null}
    </li>
  );
};

type RunListProps = { runs: readonly DeadLetterRun[]; onCancel: (runId: string) => void };

/** What is being done with letters now, by whomever, and what was done a moment ago. */
export const RunList = ({ runs, onCancel }: RunListProps) => {
  const now = useNow('minute');
  const shown = runs.filter(({ endedAt }) => endedAt === null || now - Date.parse(endedAt) < remembered);
  const nameOf = useNames(shown.map(({ begunById }) => begunById));
  return (
    <ul aria-live="polite" className="flex flex-col gap-2 empty:hidden">
      {shown.map((run) => (
        <Run key={run.id} run={run} name={nameOf(run.begunById)} onCancel={() => onCancel(run.id)} />
      ))}
    </ul>
  );
};
