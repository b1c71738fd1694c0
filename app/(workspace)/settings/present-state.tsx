'use client';

import { BellOff, Smile } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { useMe } from '../../_live/connection/hooks.ts';
import { useDoNotDisturb } from '../../_live/do-not-disturb/hooks.ts';
import { usePerson } from '../../_live/people/hooks.ts';
import { StatusLine } from '../../_people/status-line.tsx';
import { useUntil } from '../../_people/until.ts';
import { Button } from '../../_ui/button.tsx';
import { useOverlays } from '../_frame/use-overlays.ts';

/** What one is up to, and whether one may be disturbed: on a phone this is where both are set. */
export const PresentState = () => {
  const t = useTranslations('frame');
  const status = usePerson(useMe().id)?.status;
  const until = useDoNotDisturb();
  const say = useUntil();
  const { openQuiet, openStatus } = useOverlays();
  return (
    <div className="flex max-w-90 flex-col gap-2">
      {status ? <StatusLine status={status} /> : null}
      <div className="flex flex-wrap gap-2">
        <Button onClick={openStatus}>
          <Smile aria-hidden /> {t('setStatus')}
        </Button>
        <Button onClick={openQuiet}>
          <BellOff aria-hidden />
          {until === null ? t('quiet.start') : t('quiet.until', { time: say(until, Date.now()) })}
        </Button>
      </div>
    </div>
  );
};
