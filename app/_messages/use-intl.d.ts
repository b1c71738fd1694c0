import type en from './en.json';
import type { Locale as AppLocale } from './locale.ts';

declare module 'use-intl' {
  interface AppConfig {
    Locale: AppLocale;
    Messages: typeof en;
  }
}
