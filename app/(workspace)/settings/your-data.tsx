'use client';

import { Download } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { ExportList } from '../../_exports/export-list.tsx';
import { useExports } from '../../_exports/use-exports.ts';
import { Button } from '../../_ui/button.tsx';
import { Group } from './group.tsx';

/** What is one's own, as a file to take along. */
export const YourData = () => {
  const t = useTranslations('exports');
  const exports = useExports('export:list-own');
  const [isBusy, setBusy] = useState(false);
  const create = async () => {
    if (isBusy) return;
    setBusy(true);
    await exports.ask('export:create-own', {});
    setBusy(false);
  };
  return (
    <Group id="your-data" title={t('yours')} hint={t('yoursHint')}>
      <Button className="self-start" aria-disabled={isBusy} onClick={() => void create()}>
        <Download aria-hidden /> {t('exportOwn')}
      </Button>
      <ExportList exports={exports} />
    </Group>
  );
};
