'use client';

import { CloudOff, HardDrive, LoaderCircle, Timer } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useStore } from 'zustand/react';
import { useConnection } from '../../_live/connection/hooks.ts';
import { useLive } from '../../_live/core/hooks.ts';
import { useOutboxKept, useStranded } from '../../_live/core/outbox/hooks.ts';
import { keeping } from '../../_live/core/storage/texts.ts';
import { Button } from '../../_ui/button.tsx';
import { later } from '../../_ui/later.tsx';
import { useNow } from '../../_ui/moments.ts';
import { renewal } from '../../_ui/renewal.ts';
import { Bar } from './bar.tsx';

// Most people never see it.
const Stranded = later(() => import('./stranded.tsx'));

const patience = 2_000;

// A short break is nobody's business; only one that lasts is shown.
const useLasting = (condition: boolean): boolean => {
  const [lasting, setLasting] = useState(false);
  useEffect(() => {
    if (!condition) return setLasting(false);
    const timer = setTimeout(() => setLasting(true), patience);
    return () => clearTimeout(timer);
  }, [condition]);
  return condition && lasting;
};

const Reconnecting = ({ retryAt }: { retryAt: number | null }) => {
  const t = useTranslations('connection');
  const live = useLive();
  const now = useNow('second');
  const seconds = retryAt === null ? 0 : Math.ceil((retryAt - now) / 1_000);
  return (
    <Bar
      icon={<LoaderCircle className="animate-spin" aria-hidden />}
      action={
        <Button kind="plain" size="inline" onClick={() => live.retryNow()}>
          {t('tryNow')}
        </Button>
      }
    >
      {seconds > 0 ? t('reconnectingIn', { seconds }) : t('reconnecting')}
    </Bar>
  );
};

const Outdated = () => {
  const t = useTranslations('app');
  return (
    <Bar
      icon={<LoaderCircle aria-hidden />}
      action={
        <Button kind="plain" size="inline" onClick={() => window.location.reload()}>
          {t('reload')}
        </Button>
      }
    >
      {t('renewing')}
    </Bar>
  );
};

/** Says that the connection is away or slow; while all is well there is nothing to see. */
export const ConnectionBar = () => {
  const t = useTranslations('connection');
  const { phase, retryAt, degraded } = useConnection();
  const { works } = useStore(keeping);
  const kept = useOutboxKept() && works;
  const stranded = useStranded().length;
  // What this browser does not keep would be gone.
  useEffect(() => renewal.keep(() => !kept), [kept]);
  const reconnecting = useLasting(phase === 'reconnecting' || phase === 'connecting');
  return (
    <div role="status" className="contents">
      {phase === 'offline' ? <Bar icon={<CloudOff aria-hidden />}>{t('offline')}</Bar> : null}
      {phase === 'outdated' ? <Outdated /> : null}
      {reconnecting ? <Reconnecting retryAt={retryAt} /> : null}
      {stranded > 0 ? <Stranded count={stranded} /> : null}
      {kept ? null : <Bar icon={<HardDrive aria-hidden />}>{t('notKept')}</Bar>}
      {phase === 'online' && degraded ? <Bar icon={<Timer aria-hidden />}>{t('degraded')}</Bar> : null}
    </div>
  );
};
