'use client';

import { type ReactNode, useMemo } from 'react';
import { IntlProvider, useLocale, useMessages } from 'use-intl';
import type { Messages } from './catalogue.ts';

/** Adds messages to those that are there: use-intl's own provider would put them in their place. */
export const MoreTexts = ({ messages, children }: { messages: Partial<Messages>; children: ReactNode }) => {
  const locale = useLocale();
  const around = useMessages();
  const all = useMemo(() => ({ ...around, ...messages }), [around, messages]);
  return (
    <IntlProvider locale={locale} messages={all}>
      {children}
    </IntlProvider>
  );
};
