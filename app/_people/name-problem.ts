'use client';

import { useTranslations } from 'use-intl';
import type { z } from 'zod';
import { isVisible } from '../../protocol/visible.ts';

/**
 * @param most how long a name may be, in UTF-16 code units; nothing is cut off without a word
 * @returns says what is wrong with a name by the rule that the server holds as well; nothing is said of an empty one
 */
export const useNameProblems = (rule: z.ZodType<string>, most: number): ((name: string) => string | undefined) => {
  const t = useTranslations('people');
  return (name) => {
    if (name.trim() === '' || rule.safeParse(name).success) return undefined;
    if (name.length > most) return t('nameTooLong', { count: name.length - most });
    return t(isVisible(name) ? 'nameHides' : 'nameUnseen');
  };
};

/**
 * What is wrong with a name that is being typed: see {@link useNameProblems}.
 */
export const useNameProblem = (rule: z.ZodType<string>, most: number, typed: string): string | undefined =>
  useNameProblems(rule, most)(typed);
