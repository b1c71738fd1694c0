'use client';

import { CloudOff, LoaderCircle, Timer } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { signInPath } from '../../_auth/next-path.ts';
import { useConnection, useLive } from '../../_live/hooks.ts';
import { Button } from '../../_ui/button.tsx';
import { useNow } from '../../_ui/moments.ts';
import { isLeaving } from '../sign-out.ts';

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

const Bar = ({ icon, children, action }: { icon: ReactNode; children: ReactNode; action?: ReactNode }) => (
  <div className="flex min-h-8 shrink-0 items-center justify-center gap-2 border-b bg-warning-wash px-3 py-1 text-sm text-warning-ink [&_svg]:size-4 [&_svg]:shrink-0">
    {icon}
    <span>{children}</span>
    {action}
  </div>
);

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

/** Says that the connection is away or slow; while all is well there is nothing to see. */
export const ConnectionBar = () => {
  const t = useTranslations('connection');
  const { phase, retryAt, degraded } = useConnection();
  const reconnecting = useLasting(phase === 'reconnecting' || phase === 'connecting');
  useEffect(() => {
    if (phase !== 'signed_out' || isLeaving()) return;
    window.location.assign(signInPath(`${window.location.pathname}${window.location.search}`));
  }, [phase]);
  return (
    <div role="status" className="contents">
      {phase === 'offline' ? <Bar icon={<CloudOff aria-hidden />}>{t('offline')}</Bar> : null}
      {reconnecting ? <Reconnecting retryAt={retryAt} /> : null}
      {phase === 'online' && degraded ? <Bar icon={<Timer aria-hidden />}>{t('degraded')}</Bar> : null}
    </div>
  );
};
