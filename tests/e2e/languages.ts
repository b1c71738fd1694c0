import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTranslator } from 'use-intl/core';
import type { Messages } from '../../app/_messages/catalogue.ts';
import type { Locale } from '../../app/_messages/locale.ts';

export type Language = Locale;

/** The languages of the interface, and what a browser in that language calls itself. */
export const languages = ['en', 'zh'] as const satisfies readonly Language[];
export const browserLocale = { en: 'en-US', zh: 'zh-CN' } as const satisfies Record<Language, string>;

const catalogue = (language: Language): Messages =>
  JSON.parse(readFileSync(join(import.meta.dirname, `../../app/_messages/${language}.json`), 'utf8'));

/** What the interface says in a language: tests look for the very texts that people read. */
export const textsIn = (language: Language) =>
  createTranslator({ locale: language, messages: catalogue(language), timeZone: 'UTC' });
export type Texts = ReturnType<typeof textsIn>;
