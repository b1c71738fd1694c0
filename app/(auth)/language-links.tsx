'use client';

import { useLocale, useTranslations } from 'use-intl';
import { locales } from '../_messages/locale.ts';
import { useLocaleSwitch } from '../_messages/locale-switch.ts';
import { Button } from '../_ui/button.tsx';

const languageTags = { en: 'en', zh: 'zh-Hans' } as const;

export const LanguageLinks = () => {
  const t = useTranslations('app.languages');
  const current = useLocale();
  const switchTo = useLocaleSwitch();
  return (
    <div className="flex gap-1">
      {locales.map((locale) => (
        <Button
          key={locale}
          kind="ghost"
          size="sm"
          lang={languageTags[locale]}
          aria-pressed={locale === current}
          className="aria-pressed:text-ink"
          onClick={() => switchTo(locale)}
        >
          {t(locale)}
        </Button>
      ))}
    </div>
  );
};
