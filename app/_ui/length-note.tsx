'use client';

import { useTranslations } from 'use-intl';

/** From here on it is said how much there is left to write: the last tenth, and at most so many. */
const near = 200;

type LengthNoteProps = {
  id: string;
  length: number;
  /** How long it may be; both in UTF-16 code units. */
  most: number;
};

/** Says how much too long a text is, or how much is left when that is little; else nothing. */
export const LengthNote = ({ id, length, most }: LengthNoteProps) => {
  const t = useTranslations('app');
  const left = most - length;
  if (left > Math.min(near, most / 10)) return null;
  return (
    <p
      id={id}
      role={left < 0 ? 'alert' : undefined}
      className={left < 0 ? 'text-danger-ink text-sm' : 'text-soft text-sm'}
    >
      {left < 0 ? t('charactersTooMany', { count: -left }) : t('charactersLeft', { count: left })}
    </p>
  );
};
