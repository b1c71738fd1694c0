'use client';

import { useTranslations } from 'use-intl';
import { useNames } from '../../../_people/names.ts';

/** At most three are named. */
export default function TypingWords({ typing }: { typing: readonly string[] }) {
  const t = useTranslations('chat');
  const nameOf = useNames(typing);
  const [first = '', second = '', third = ''] = typing.map(nameOf);
  if (typing.length > 3) return t('typingMany');
  if (typing.length === 3) return t('typingThree', { first, second, third });
  return typing.length === 2 ? t('typingTwo', { first, second }) : t('typingOne', { name: first });
}
