'use client';

import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { later } from '../../../_ui/later.tsx';

const ElsewhereDialog = later(() => import('../_elsewhere/elsewhere-dialog.tsx'));

/** Asks for the conversation in whose composer what was shared shall stand; it is sent by whoever shared it. */
export const ShareInto = ({ text }: { text: string }) => {
  const t = useTranslations('palette');
  const [isOpen, setOpen] = useState(text !== '');
  const close = () => {
    setOpen(false);
    // Going back must not share it once more.
    window.history.replaceState(null, '', '/chat');
  };
  return isOpen ? (
    <ElsewhereDialog
      title={t('shareTitle')}
      written={{ text, mentions: [] }}
      from={null}
      onCarried={() => {}}
      onClose={close}
    />
  ) : null;
};
