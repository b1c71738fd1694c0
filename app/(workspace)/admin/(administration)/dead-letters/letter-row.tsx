'use client';

import { useTranslations } from 'use-intl';
import type { DeadLetter } from '../../../../../protocol/index.ts';
import { useSourceNames } from '../../../../_sources/source-names.ts';
import { When } from '../../../../_ui/when.tsx';

/** One letter: what is wrong with it, where it came from, and how it begins. Opens it. */
export const LetterRow = ({ letter, onOpen }: { letter: DeadLetter; onOpen: () => void }) => {
  const t = useTranslations('deadLetters');
  const { error, source, origin, position, receivedAt, beginning, reason } = letter;
  const sourceName = useSourceNames([source], (one) => t(`sources.${one}`));
  return (
    <li className="border-b last:border-0">
      <button
        type="button"
        onClick={onOpen}
        className="grid w-full grid-cols-[minmax(0,1fr)_auto] gap-x-4 gap-y-0.5 px-3 py-2 text-left hover:bg-panel"
      >
        <span className="truncate font-medium">{error}</span>
        <span className="text-right text-soft text-sm tabular-nums">
          <When at={receivedAt} />
        </span>
        <span className="col-span-2 truncate text-soft text-sm">
          {[sourceName(source), origin, position, ...(reason === null ? [] : [t('because', { reason })])].join(' · ')}
        </span>
        <code className="col-span-2 truncate text-faint text-sm">{beginning === '' ? t('empty') : beginning}</code>
      </button>
    </li>
  );
};
