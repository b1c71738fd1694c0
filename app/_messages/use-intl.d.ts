import type { Messages } from './catalogue.ts';
import type { Locale as AppLocale } from './locale.ts';

declare module 'use-intl' {
  interface AppConfig {
    Locale: AppLocale;
    Messages: Messages;
  }
}
