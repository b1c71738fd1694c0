'use client';

import type { ComponentProps, RefObject } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from './button.tsx';

type ClearSearchProps = {
  /** Where one goes on typing. */
  field: RefObject<HTMLInputElement | null>;
  onClear: () => void;
} & Pick<ComponentProps<typeof Button>, 'size' | 'className'>;

/** Stands where a search found nothing: empties the field, and goes there. */
export const ClearSearch = ({ field, onClear, ...look }: ClearSearchProps) => {
  const t = useTranslations('actions');
  const clear = () => {
    onClear();
    field.current?.focus();
  };
  return (
    <Button {...look} onClick={clear}>
      {t('clearSearch')}
    </Button>
  );
};
