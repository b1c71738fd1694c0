'use client';

import { CircleCheck, Download, MessagesSquare, Share2, SquareArrowOutUpRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '../../_ui/button.tsx';
import { useGoTo } from '../navigation.tsx';
import { useInstallation } from './installation.ts';
import { ThisPageOnAPhone } from './this-page-on-a-phone.tsx';

const Step = ({ icon, title, children }: { icon: ReactNode; title: string; children: ReactNode }) => (
  <li className="flex gap-4 rounded-xl border bg-raised p-4">
    <span className="grid size-10 shrink-0 place-items-center rounded-lg bg-accent-wash text-accent-ink" aria-hidden>
      {icon}
    </span>
    <div className="flex min-w-0 flex-1 flex-col items-start gap-2">
      <h2 className="font-semibold text-lg">{title}</h2>
      {children}
    </div>
  </li>
);

const Keep = () => {
  const t = useTranslations('phone');
  const { state, install } = useInstallation();
  return (
    <Step icon={<Download className="size-5" />} title={t('keepTitle')}>
      <div role="status" className="flex flex-col items-start gap-2">
        {state === 'installed' ? (
          <p className="flex items-center gap-2 text-success-ink">
            <CircleCheck className="size-5 shrink-0" aria-hidden /> {t('kept')}
          </p>
        ) : (
          <p className="text-soft">
            {t(state === 'apple' ? 'keepApple' : state === 'asked' ? 'keepAsked' : 'keepMenu')}
          </p>
        )}
      </div>
      {state === 'asked' ? (
        <Button kind="primary" className="max-sm:min-h-11" onClick={install}>
          {t('keep')}
        </Button>
      ) : null}
    </Step>
  );
};

/** The first minutes on a phone: how Switchboard gets among its applications, and what to do then. */
export const FirstMinutes = () => {
  const t = useTranslations('phone');
  const goTo = useGoTo();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <main tabIndex={0} className="min-w-0 flex-1 overflow-y-auto outline-offset-[-2px]">
      <div className="mx-auto flex max-w-170 flex-col gap-6 px-5 py-8 max-sm:px-4 max-sm:py-6">
        <div>
          <h1 className="font-semibold text-2xl">{t('title')}</h1>
          <p className="mt-1 text-soft">{t('lead')}</p>
        </div>
        <ThisPageOnAPhone className="max-sm:hidden" />
        <ol className="flex flex-col gap-3">
          <Keep />
          <Step icon={<Share2 className="size-5" />} title={t('shareTitle')}>
            <p className="text-soft">{t('share')}</p>
          </Step>
          <Step icon={<MessagesSquare className="size-5" />} title={t('helloTitle')}>
            <p className="text-soft">{t('hello')}</p>
            <Button className="max-sm:min-h-11" onClick={() => goTo('/chat')}>
              <SquareArrowOutUpRight aria-hidden /> {t('open')}
            </Button>
          </Step>
        </ol>
      </div>
    </main>
  );
};
