'use client';

import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { cn } from '../../_ui/class-names.ts';
import { later } from '../../_ui/later.tsx';

const QrCode = later(() => import('../../_ui/qr-code.tsx'));

/** Leads from a desk to the same page on a phone, by its camera. */
export const ThisPageOnAPhone = ({ className }: { className?: string }) => {
  const t = useTranslations('phone');
  const [address, setAddress] = useState<string | null>(null);
  useEffect(() => setAddress(new URL('/phone', window.location.href).href), []);
  return (
    <div className={cn('flex items-center gap-4 rounded-xl border bg-panel p-4', className)}>
      <div className="size-48 shrink-0">{address === null ? null : <QrCode value={address} label={t('code')} />}</div>
      <p className="text-soft">{t('scan')}</p>
    </div>
  );
};
