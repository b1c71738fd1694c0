'use client';

import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useLive } from '../../_live/core/hooks.ts';
import { useDoNotDisturb } from '../../_live/do-not-disturb/hooks.ts';
import { Button } from '../../_ui/button.tsx';
import { Dialog, DialogBody } from '../../_ui/dialog.tsx';
import { useErrorText } from '../../_ui/error-text.ts';
import { type Ending, endings, endOf } from './endings.ts';

const offered = endings.filter((ending) => ending !== 'never');

/** Chooses how long one does not want to be disturbed. */
export default function QuietDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations('frame');
  const live = useLive();
  const errorText = useErrorText();
  const [problem, setProblem] = useState<string>();
  const isOn = useDoNotDisturb() !== null;
  // What does not end by itself has ended.
  const choose = async (ending: Ending) => {
    const answer = await live.request('me:do-not-disturb', { until: endOf(ending, Date.now()) });
    if (answer.ok) onClose();
    else setProblem(errorText(answer.error));
  };
  return (
    <Dialog title={t('quiet.start')} lead={t('quiet.lead')} onClose={onClose}>
      <DialogBody>
        {isOn ? (
          <Button kind="primary" onClick={() => void choose('never')}>
            {t('quiet.end')}
          </Button>
        ) : null}
        <fieldset aria-label={t('status.ends')} className="flex flex-col gap-2">
          {offered.map((ending) => (
            <Button key={ending} onClick={() => void choose(ending)}>
              {t(`quiet.for.${ending}`)}
            </Button>
          ))}
        </fieldset>
        <p role="alert" className="text-danger-ink text-sm empty:hidden">
          {problem}
        </p>
      </DialogBody>
    </Dialog>
  );
}
