'use client';

import { PartyPopper, Sparkles } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useLive } from '../../../_live/core/hooks.ts';
import { Button } from '../../../_ui/button.tsx';
import { Empty } from '../../../_ui/empty.tsx';
import { useErrorText } from '../../../_ui/error-text.ts';
import { toast } from '../../../_ui/toast.ts';
import { CopyButton } from './copy-button.tsx';

const command = 'npm run ticket';

/** Nothing was ever rejected: lets a sample come in, and says how to send one oneself. */
export const NoTickets = () => {
  const t = useTranslations('tickets');
  const live = useLive();
  const errorText = useErrorText();
  const [busy, setBusy] = useState(false);
  const trySample = async () => {
    if (busy) return;
    setBusy(true);
    const answer = await live.request('ticket:sample', {});
    setBusy(false);
    if (!answer.ok) toast.error(errorText(answer.error));
  };
  return (
    <Empty icon={<PartyPopper aria-hidden />} title={t('emptyTitle')} hint={t('emptyHint')}>
      <Button kind="primary" aria-disabled={busy} onClick={() => void trySample()}>
        <Sparkles aria-hidden /> {t('trySample')}
      </Button>
      <p className="mt-2 flex w-full flex-wrap items-center justify-center gap-2 text-soft">
        {t('tryOne')}
        <code className="rounded-md border bg-panel px-2 py-1 font-mono text-ink text-sm">{command}</code>
        <CopyButton text={command} />
      </p>
    </Empty>
  );
};
