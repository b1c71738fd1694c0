import type { ReactNode } from 'react';
import { messagesFor, type Namespace, requestLocale } from './catalogue.ts';
import { MoreTexts } from './more-texts.tsx';

/**
 * Sends namespaces to the browser for what is drawn inside, beside those that came with the layouts around it.
 * @param of written out where it is used: tests/unit/messages/routes.test.ts reads it and compares it with the texts that
 *   the route's files use
 */
export const Texts = async ({ of, children }: { of: readonly Namespace[]; children: ReactNode }) => (
  <MoreTexts messages={messagesFor(await requestLocale(), of)}>{children}</MoreTexts>
);
