'use client';

import { ThemeProvider } from 'next-themes';
import type { ReactNode } from 'react';
import { IntlProvider } from 'use-intl';
import type { Messages } from './_messages/catalogue.ts';
import type { Locale } from './_messages/locale.ts';
import { Manners } from './_ui/manners.tsx';
import { Toasts } from './_ui/toasts.tsx';

type ProvidersProps = { locale: Locale; messages: Partial<Messages>; nonce: string | undefined; children: ReactNode };

export const Providers = ({ locale, messages, nonce, children }: ProvidersProps) => (
  <IntlProvider locale={locale} messages={messages} timeZone="UTC">
    <ThemeProvider attribute="class" disableTransitionOnChange {...(nonce !== undefined && { nonce })}>
      <Manners />
      {children}
      <Toasts />
    </ThemeProvider>
  </IntlProvider>
);
