'use client';

import { CircleAlert } from 'lucide-react';
import { useTranslations } from 'use-intl';
import type { ContractError } from '../../../../protocol/index.ts';
import { useLive } from '../../../_live/hooks.ts';
import { Button } from '../../../_ui/button.tsx';
import { useErrorText } from '../../../_ui/error-text.ts';

/** Why a message was not sent, and what can be done about it. */
export const FailedNote = ({ clientId, error }: { clientId: string; error: ContractError | undefined }) => {
  const t = useTranslations();
  const live = useLive();
  const errorText = useErrorText();
  return (
    <div role="alert" className="flex flex-wrap items-center gap-x-2 text-danger-ink text-sm">
      <CircleAlert className="size-4 shrink-0" aria-hidden />
      <span>
        {t('message.failed')} {error ? errorText(error) : null}
      </span>
      <Button kind="link" size="inline" onClick={() => live.retry(clientId)}>
        {t('actions.retry')}
      </Button>
      <Button kind="link" size="inline" onClick={() => live.discard(clientId)}>
        {t('actions.discard')}
      </Button>
    </div>
  );
};
