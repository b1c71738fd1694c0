'use client';

import { Copy } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { Button } from '../_ui/button.tsx';
import { Input } from '../_ui/input.tsx';
import QrCode from '../_ui/qr-code.tsx';
import { toast } from '../_ui/toast.ts';
import type { Made } from './use-invitation.ts';

/** A link that lets people in: to be copied, or read by a phone's camera, which leads to the first minutes on a phone. */
export const MadeLink = ({ address, uses, until }: Made) => {
  const t = useTranslations('invitations');
  const copy = () =>
    navigator.clipboard.writeText(address).then(
      () => toast.success(t('copied')),
      // Where the browser does not let us, it is there to be selected.
      () => undefined,
    );
  return (
    <div className="flex flex-col gap-3">
      <div className="flex gap-2">
        <Input
          readOnly
          autoFocus
          aria-label={t('link')}
          value={address}
          onFocus={(event) => event.currentTarget.select()}
        />
        <Button size="icon" aria-label={t('copy')} onClick={() => void copy()}>
          <Copy aria-hidden />
        </Button>
      </div>
      <p className="text-soft text-sm">{t('lasts', { count: uses, time: until })}</p>
      <figure className="flex flex-col items-center gap-2">
        <QrCode value={`${address}&next=%2Fphone`} label={t('qr')} />
        <figcaption className="text-soft text-sm">{t('qrHint')}</figcaption>
      </figure>
    </div>
  );
};
