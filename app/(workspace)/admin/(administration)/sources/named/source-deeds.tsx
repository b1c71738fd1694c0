'use client';

import { Pause, Play, Trash2 } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { NamedSource } from '../../../../../../protocol/index.ts';
import { useLive } from '../../../../../_live/core/hooks.ts';
import { useDeed } from '../../../../../_programs/use-programs.ts';
import { Button } from '../../../../../_ui/button.tsx';
import Confirm from '../../../../../_ui/confirm.tsx';

/** Pauses a source, lets it go on, or ends it. */
export const SourceDeeds = ({ source, onChange }: { source: NamedSource; onChange: () => Promise<void> }) => {
  const t = useTranslations('namedSources');
  const live = useLive();
  const router = useRouter();
  const { busy, deed } = useDeed();
  const [isEnding, setEnding] = useState(false);
  const { key, version, paused, name } = source;
  const turn = async () => {
    await deed(() => live.request('source:update', { key, version, paused: !paused }));
    await onChange();
  };
  const end = async () => {
    if (await deed(() => live.request('source:end', { key }))) router.push('/admin/sources');
  };
  return (
    <div className="flex flex-wrap gap-2">
      <Button aria-disabled={busy} onClick={() => busy || void turn()}>
        {paused ? <Play aria-hidden /> : <Pause aria-hidden />} {t(paused ? 'resume' : 'pause')}
      </Button>
      <Button kind="ghost" onClick={() => setEnding(true)}>
        <Trash2 aria-hidden /> {t('end')}
      </Button>
      {isEnding ? (
        <Confirm
          title={t('endTitle', { name })}
          hint={t('endHint')}
          action={t('end')}
          onConfirm={() => void end()}
          onClose={() => setEnding(false)}
        />
      ) : null}
    </div>
  );
};
