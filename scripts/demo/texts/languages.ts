import { chinese } from './chinese.ts';
import { english } from './english.ts';
import type { Talks } from './talk.ts';

export type Language = 'en' | 'zh';

export const talksIn: Record<Language, Talks> = { en: english, zh: chinese };
