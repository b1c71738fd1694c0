'use client';

import { ThemeProvider } from 'next-themes';
import type { ReactNode } from 'react';
import { IntlProvider } from 'use-intl';
import type { Messages } from './_messages/catalogue.ts';
import type { Locale } from './_messages/locale.ts';
import { Hints } from './_ui/hints.tsx';
import { Toasts } from './_ui/toasts.tsx';

type ProvidersProps = { locale: Locale; messages: Messages; children: ReactNode };

export const Providers = ({ locale, messages, children }: ProvidersProps) => (
  <IntlProvider locale={locale} messages={messages} timeZone="UTC">
    <ThemeProvider attribute="class" disableTransitionOnChange>
      {children}
      <Hints />
      <Toasts />
    </ThemeProvider>
  </IntlProvider>
);
