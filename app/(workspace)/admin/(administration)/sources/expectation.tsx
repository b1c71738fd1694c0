'use client';

import { Clock } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { SourceExpectation } from '../../../../../protocol/index.ts';
import { Button } from '../../../../_ui/button.tsx';
import { later } from '../../../../_ui/later.tsx';
import { useExpectationText } from './use-expectation.ts';

const ExpectationDialog = later(() => import('./expectation-dialog.tsx'));

type ExpectationProps = { source: string; name: string; expected: SourceExpectation | null; onChanged: () => void };

/** How often an event is to be expected of a source, and the way to say so. */
export const Expectation = ({ source, name, expected, onChanged }: ExpectationProps) => {
  const t = useTranslations('sources');
  const text = useExpectationText();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-soft text-sm">
      <Clock className="size-4 shrink-0" aria-hidden />
      <span className="min-w-0">{expected === null ? t('expectsNothing') : text(expected)}</span>
      <Button kind="link" size="inline" aria-label={t('changeOf', { name })} onClick={() => setIsOpen(true)}>
        {t('expect')}
      </Button>
      {isOpen ? (
        <ExpectationDialog {...{ source, name, expected, onChanged }} onClose={() => setIsOpen(false)} />
      ) : null}
    </div>
  );
};
