'use client';

import { ThemeProvider } from 'next-themes';
import type { ReactNode } from 'react';
import { IntlProvider } from 'use-intl';
import type { Messages } from './_messages/catalogue.ts';
import type { Locale } from './_messages/locale.ts';
import { TooltipProvider } from './_ui/tooltip.tsx';

type ProvidersProps = { locale: Locale; messages: Messages; children: ReactNode };

export const Providers = ({ locale, messages, children }: ProvidersProps) => (
  <IntlProvider locale={locale} messages={messages} timeZone="UTC">
    <ThemeProvider attribute="class" disableTransitionOnChange>
      <TooltipProvider delayDuration={400} skipDelayDuration={200}>
        {children}
      </TooltipProvider>
    </ThemeProvider>
  </IntlProvider>
);
