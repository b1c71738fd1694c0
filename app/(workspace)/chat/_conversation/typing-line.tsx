'use client';

import { useTranslations } from 'use-intl';
import { useTyping } from '../../../_live/typing/hooks.ts';
import { useNames } from '../../../_people/names.ts';

/** Who is writing; always as high as when somebody is, so that nothing moves. */
export const TypingLine = ({ id }: { id: string }) => {
  const t = useTranslations('chat');
  const typing = useTyping(id);
  const nameOf = useNames(typing);
  const [first = '', second = '', third = ''] = typing.map(nameOf);
  const texts = [
    null,
    () => t('typingOne', { name: first }),
    () => t('typingTwo', { first, second }),
    () => t('typingThree', { first, second, third }),
  ];
  return (
    <p aria-live="polite" className="h-5 shrink-0 truncate px-5 text-soft text-xs leading-5">
      {typing.length > 3 ? t('typingMany') : texts[typing.length]?.()}
    </p>
  );
};
