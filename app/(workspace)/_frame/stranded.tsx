'use client';

import { CircleAlert } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '../../_ui/button.tsx';
import { Bar } from './bar.tsx';
import StrandedDialog from './stranded-dialog.tsx';

/** Says that something cannot be sent any more, and shows it. */
export default function Stranded({ count }: { count: number }) {
  const t = useTranslations('connection');
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Bar
        icon={<CircleAlert aria-hidden />}
        action={
          <Button kind="plain" size="inline" onClick={() => setOpen(true)}>
            {t('strandedShow')}
          </Button>
        }
      >
        {t('stranded', { count })}
      </Bar>
      {isOpen ? <StrandedDialog onClose={() => setOpen(false)} /> : null}
    </>
  );
}
