import { useTranslations } from 'use-intl';
import { useMoments } from '../../../_ui/moments.ts';
import { type MinuteRate, minutes } from './rate.ts';
import { reasonName } from './reason-colours.ts';
import { ReasonMark } from './reason-sign.tsx';

const mostReasons = 8;

/** What one minute of the strip holds, beside it. */
export const RateCard = ({ rate, place }: { rate: MinuteRate; place: number }) => {
  const t = useTranslations('tickets');
  const moments = useMoments();
  const shown = [...rate.reasons].sort((a, b) => b.count - a.count).slice(0, mostReasons);
  const share = (place / minutes) * 100;
  const left = rate.reasons.length - shown.length;
  return (
    <div
      role="status"
      style={place > minutes / 2 ? { right: `${100 - share}%` } : { left: `${share}%` }}
      className="pointer-events-none absolute top-full z-30 mt-1 w-60 rounded-lg border border-line bg-raised px-3 py-2 text-sm shadow-raised"
    >
      <p className="font-medium">{t('rateMinute', { time: moments.time(rate.at), count: rate.total })}</p>
      <ul>
        {shown.map(({ reasonCode, count }) => (
          <li key={reasonCode} className="flex items-center gap-2">
            <ReasonMark reasonCode={reasonCode} />
            <bdi className="min-w-0 flex-1 truncate">
              {reasonCode === null ? t('rateOthers') : reasonName(reasonCode)}
            </bdi>
            <span className="tabular-nums">{count}</span>
          </li>
        ))}
      </ul>
      {left > 0 ? <p className="text-faint">{t('rateMore', { count: left })}</p> : null}
    </div>
  );
};
