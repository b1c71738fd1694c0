import { createTranslator } from 'use-intl/core';
import { en } from '../../app/_messages/en.ts';
import type { Locale } from '../../app/_messages/locale.ts';
import { zh } from '../../app/_messages/zh.ts';

export type Language = Locale;

/** The languages of the interface, and what a browser in that language calls itself. */
export const languages = ['en', 'zh'] as const satisfies readonly Language[];
export const browserLocale = { en: 'en-US', zh: 'zh-CN' } as const satisfies Record<Language, string>;

const catalogues = { en, zh } as const;

/** What the interface says in a language: tests look for the very texts that people read. */
export const textsIn = (language: Language) =>
  createTranslator({ locale: language, messages: catalogues[language], timeZone: 'UTC' });
export type Texts = ReturnType<typeof textsIn>;
