'use client';

import { useTranslations } from 'use-intl';
import type { z } from 'zod';
import { isVisible } from '../../protocol/visible.ts';

/**
 * What is wrong with a name that is being typed, by the rule that the server holds as well.
 * @param most how long it may be, in UTF-16 code units; nothing is cut off without a word
 * @returns undefined when it will be accepted; nothing is said of one that is still empty
 */
export const useNameProblem = (rule: z.ZodType<string>, most: number, typed: string): string | undefined => {
  const t = useTranslations('people');
  if (typed.trim() === '' || rule.safeParse(typed).success) return undefined;
  if (typed.length > most) return t('nameTooLong', { count: typed.length - most });
  return t(isVisible(typed) ? 'nameHides' : 'nameUnseen');
};
