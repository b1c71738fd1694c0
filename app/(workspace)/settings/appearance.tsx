'use client';

import { Monitor, Moon, Sun } from 'lucide-react';
import { useTheme } from 'next-themes';
import { useSyncExternalStore } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { locales } from '../../_messages/locale.ts';
import { useLocaleSwitch } from '../../_messages/locale-switch.ts';
import { Choice } from '../../_ui/choice.tsx';
import { Group } from './group.tsx';

const themes = [
  { value: 'system', icon: <Monitor aria-hidden /> },
  { value: 'light', icon: <Sun aria-hidden /> },
  { value: 'dark', icon: <Moon aria-hidden /> },
] as const;
type Theme = (typeof themes)[number]['value'];

const never = () => () => undefined;

export const Appearance = () => {
  const t = useTranslations('settings');
  const languages = useTranslations('app.languages');
  const locale = useLocale();
  const switchLocale = useLocaleSwitch();
  const { theme, setTheme } = useTheme();
  // The server does not know what this browser remembers.
  const inBrowser = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  const chosen = themes.find(({ value }) => inBrowser && value === theme)?.value ?? 'system';
  return (
    <Group id="appearance" title={t('appearance')}>
      <div className="flex flex-col gap-1">
        <span className="font-medium text-sm">{t('theme')}</span>
        <Choice<Theme>
          label={t('theme')}
          value={chosen}
          options={themes.map(({ value, icon }) => ({ value, icon, label: t(`themes.${value}`) }))}
          onChange={setTheme}
        />
      </div>
      <div className="flex flex-col gap-1">
        <span className="font-medium text-sm">{t('language')}</span>
        <Choice
          label={t('language')}
          value={locale}
          options={locales.map((value) => ({ value, label: languages(value) }))}
          onChange={switchLocale}
        />
      </div>
    </Group>
  );
};
