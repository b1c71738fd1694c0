'use client';

import { CircleAlert, CircleCheck, CircleX, Clock } from 'lucide-react';
import { useTranslations } from 'use-intl';
import type { LetterSummary } from '../../../../../protocol/index.ts';
import { Button } from '../../../../_ui/button.tsx';
import { useMoments } from '../../../../_ui/moments.ts';
import { When } from '../../../../_ui/when.tsx';

const signs = { waiting: Clock, sent: CircleCheck, failing: CircleAlert, over: CircleX, other: Clock } as const;

type LetterRowProps = { letter: LetterSummary; onRetry: (letterId: string) => Promise<unknown> };

/** A letter: what it was about and to whom, what became of it and, where it could not be sent, why. */
export const LetterRow = ({ letter, onRetry }: LetterRowProps) => {
  const t = useTranslations('mail');
  const moments = useMoments();
  const { id, kind, state, to, by, address, attempts, problem, createdAt, until } = letter;
  const Sign = signs[state];
  const isFailing = state === 'failing';
  const facts = [
    ...(by === null ? [] : [t('by', { name: by.name })]),
    ...(attempts > 1 ? [t('attempts', { count: attempts })] : []),
    ...(isFailing ? [t('until', { time: moments.full(Date.parse(until)) })] : []),
  ];
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b px-3 py-2 last:border-0">
      <Sign className={isFailing ? 'size-4 shrink-0 text-danger-ink' : 'size-4 shrink-0 text-faint'} aria-hidden />
      <div className="min-w-0 flex-1 basis-56">
        <div className="wrap-anywhere">
          <span className="font-medium">{t(`kinds.${kind}`)}</span>{' '}
          <span className="text-soft">
            <bdi>{to === null ? address : t('to', { name: to.name })}</bdi>
          </span>
        </div>
        {facts.length > 0 ? <div className="wrap-anywhere text-soft text-sm">{facts.join(' · ')}</div> : null}
        {problem !== null && state !== 'sent' ? (
          <div className="wrap-anywhere text-danger-ink text-sm">{problem}</div>
        ) : null}
      </div>
      <div className="ml-auto flex items-center gap-3 text-soft text-sm">
        {isFailing ? (
          <Button
            size="sm"
            aria-label={t('tryAgainOf', { kind: t(`kinds.${kind}`), address })}
            onClick={() => void onRetry(id)}
          >
            {t('tryAgain')}
          </Button>
        ) : null}
        <span>{t(`states.${state}`)}</span>
        <When at={createdAt} />
      </div>
    </li>
  );
};
