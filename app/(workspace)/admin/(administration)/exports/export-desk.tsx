'use client';

import { Files, Hash } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { ExportList } from '../../../../_exports/export-list.tsx';
import { useExports } from '../../../../_exports/use-exports.ts';
import { Button } from '../../../../_ui/button.tsx';
import { later } from '../../../../_ui/later.tsx';

const ChooseRoom = later(() => import('./choose-room.tsx'));

/** Everything there is, or one room, as files that admins can take along. */
export const ExportDesk = () => {
  const t = useTranslations('exports');
  const exports = useExports('export:list');
  const [isChoosing, setChoosing] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const create = async (roomId: string | null) => {
    if (isBusy) return;
    setBusy(true);
    await exports.ask('export:create', { roomId });
    setBusy(false);
  };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <main tabIndex={0} className="min-w-0 flex-1 overflow-y-auto outline-offset-[-2px]">
      <div className="mx-auto flex max-w-220 flex-col gap-5 px-5 py-8 max-sm:px-3 max-sm:py-5">
        <h1 className="font-semibold text-2xl">{t('title')}</h1>
        <p className="text-soft">{t('hint')}</p>
        <div className="flex flex-wrap gap-2">
          <Button kind="primary" aria-disabled={isBusy} onClick={() => void create(null)}>
            <Files aria-hidden /> {t('exportAll')}
          </Button>
          <Button aria-disabled={isBusy} onClick={() => setChoosing(true)}>
            <Hash aria-hidden /> {t('exportRoom')}
          </Button>
        </div>
        <ExportList exports={exports} withWho />
      </div>
      {isChoosing ? (
        <ChooseRoom
          onChoose={(roomId) => {
            setChoosing(false);
            void create(roomId);
          }}
          onClose={() => setChoosing(false)}
        />
      ) : null}
    </main>
  );
};
