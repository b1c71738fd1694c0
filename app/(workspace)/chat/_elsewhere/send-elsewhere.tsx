'use client';

import { type ComponentProps, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '../../../_ui/button.tsx';
import { later } from '../../../_ui/later.tsx';
import type { Written } from '../_message-text/written.ts';

const ElsewhereDialog = later(() => import('./elsewhere-dialog.tsx'));

type SendElsewhereProps = {
  written: Written;
  /** The conversation that it was written for. */
  from: string;
  /** Called when it stands in another composer. */
  onCarried: () => void;
} & Pick<ComponentProps<typeof Button>, 'kind' | 'size'>;

/** Takes a text that cannot be sent where it was written for to the composer of another conversation. */
export const SendElsewhere = ({ written, from, onCarried, ...look }: SendElsewhereProps) => {
  const t = useTranslations();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button {...look} onClick={() => setOpen(true)}>
        {t('actions.sendElsewhere')}
      </Button>
      {isOpen ? (
        <ElsewhereDialog
          title={t('palette.elsewhereTitle')}
          written={written}
          from={from}
          onCarried={onCarried}
          onClose={() => setOpen(false)}
        />
      ) : null}
    </>
  );
};
