'use client';

import { useTranslations } from 'use-intl';
import type { Status } from '../../protocol/index.ts';
import { useNow } from '../_ui/moments.ts';
import { useUntil } from './until.ts';

/** Whether a status still holds; it ends by itself, also where nobody has said so yet. */
export const useHolds = (status: Status | null | undefined): status is Status => {
  const now = useNow('minute');
  return !!status && now !== 0 && (status.until === null || Date.parse(status.until) > now);
};

/** What somebody is up to, and until when. */
export const StatusLine = ({ status }: { status: Status }) => {
  const t = useTranslations('people');
  const say = useUntil();
  const now = useNow('minute');
  if (!useHolds(status)) return null;
  const until = status.until === null ? null : Date.parse(status.until);
  return (
    <p className="wrap-anywhere flex gap-2 rounded-md bg-sunken px-2 py-1.5">
      <span>{status.emoji}</span>
      <span className="min-w-0">
        <bdi>{status.text}</bdi>
        {until === null ? null : (
          <span className="block text-faint text-xs">{t('statusUntil', { time: say(until, now) })}</span>
        )}
      </span>
    </p>
  );
};

/** The emoji of a status, small, beside a name. */
export const StatusSign = ({ status }: { status: Status | null | undefined }) =>
  useHolds(status) ? (
    <span title={status.text} className="shrink-0 text-sm">
      {status.emoji}
    </span>
  ) : null;
