import '@fontsource-variable/inter/wght.css';
import './theme.css';
import type { Metadata, Viewport } from 'next';
import type { ReactNode } from 'react';
import { pageNonce, pageWorkspace } from '../server/doors/http/page.ts';
import { messagesFor, requestLocale, translator } from './_messages/catalogue.ts';
import { Providers } from './providers.tsx';

export const generateMetadata = async (): Promise<Metadata> => {
  const [t, workspace] = await Promise.all([translator(), pageWorkspace()]);
  const name = workspace?.name ?? t('app.name');
  return {
    title: { default: name, template: `%s · ${name}` },
    description: t('app.description'),
    icons: { icon: { url: '/icon.svg', type: 'image/svg+xml' }, apple: '/icon-180.png' },
    // Safari does not read all of the manifest.
    appleWebApp: { capable: true, title: t('app.name'), statusBarStyle: 'default' },
    robots: { index: false, follow: false },
  };
};

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  viewportFit: 'cover',
  // The composer then stands above the on-screen keyboard instead of under it.
  interactiveWidget: 'resizes-content',
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#f7f7f8' },
    { media: '(prefers-color-scheme: dark)', color: '#1a1a1e' },
  ],
};

const htmlLanguage = { en: 'en', zh: 'zh-Hans' } as const;

export default async function RootLayout({ children }: { children: ReactNode }) {
  const [locale, nonce] = await Promise.all([requestLocale(), pageNonce()]);
  return (
    // next-themes sets the class before React wakes up.
    <html lang={htmlLanguage[locale]} suppressHydrationWarning>
      <body>
        <Providers locale={locale} messages={messagesFor(locale, ['app'])} nonce={nonce}>
          {children}
        </Providers>
      </body>
    </html>
  );
}
