'use client';

import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { NamedSource } from '../../../../../../protocol/index.ts';
import { useLive } from '../../../../../_live/core/hooks.ts';
import { SecretOnce } from '../../../../../_programs/parts.tsx';
import { useDeed } from '../../../../../_programs/use-programs.ts';
import { Button } from '../../../../../_ui/button.tsx';
import Confirm from '../../../../../_ui/confirm.tsx';
import { useMoments } from '../../../../../_ui/moments.ts';
import { RotateDialog } from './rotate-dialog.tsx';

type SourceSecretProps = { source: NamedSource; onChange: () => Promise<void> };

/** Whether there is a secret, and until when the one before is good, too. None is ever shown twice. */
export const SourceSecret = ({ source, onChange }: SourceSecretProps) => {
  const t = useTranslations('namedSources');
  const live = useLive();
  const moments = useMoments();
  const { deed } = useDeed();
  const [open, setOpen] = useState<'rotate' | 'end' | null>(null);
  const [secret, setSecret] = useState<string | null>(null);
  const { key, kind, hasSecret, oldSecretUntil } = source;
  const endOld = async () => {
    await deed(() => live.request('source:rotate', { key, endOld: true }));
    await onChange();
  };
  const done = async (made: string | null) => {
    setSecret(made);
    await onChange();
  };
  return (
    <section aria-label={t('secret')} className="flex flex-col gap-3 border-t pt-5">
      <h2 className="font-semibold text-lg">{t(kind === 'http' ? 'secret' : 'password')}</h2>
      <p className="text-soft">{t(hasSecret ? 'secretIs' : 'noSecret')}</p>
      {oldSecretUntil === null ? null : (
        <p className="flex flex-wrap items-center gap-3 text-soft">
          {t('oldUntil', { time: moments.full(Date.parse(oldSecretUntil)) })}
          <Button size="sm" onClick={() => setOpen('end')}>
            {t('endOld')}
          </Button>
        </p>
      )}
      {secret === null ? null : (
        <SecretOnce label={t('secretLabel')} hint={t('secretOnce')} value={secret} onDone={() => setSecret(null)} />
      )}
      <Button className="self-start" onClick={() => setOpen('rotate')}>
        {t(kind === 'http' ? 'rotate' : 'setSecret')}
      </Button>
      {open === 'rotate' ? <RotateDialog source={source} onDone={done} onClose={() => setOpen(null)} /> : null}
      {open === 'end' ? (
        <Confirm
          title={t('endOldTitle')}
          hint={t('endOldHint')}
          action={t('endOld')}
          onConfirm={() => void endOld()}
          onClose={() => setOpen(null)}
        />
      ) : null}
    </section>
  );
};
