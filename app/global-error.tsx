'use client';

import './theme.css';
import { useEffect, useState } from 'react';
import en from './_messages/en.json' with { type: 'json' };
import zh from './_messages/zh.json' with { type: 'json' };

type GlobalErrorProps = { error: Error & { digest?: string }; retry: () => void };

/** The last resort: the root layout itself failed, so no provider is there to say which language it is. */
export default function GlobalError({ error, retry }: GlobalErrorProps) {
  const [chinese, setChinese] = useState(false);
  useEffect(() => {
    console.error(error);
    setChinese((document.cookie.match(/(?:^|; )locale=(\w+)/)?.[1] ?? navigator.language).startsWith('zh'));
  }, [error]);
  const { pages, actions } = chinese ? zh : en;
  return (
    <html lang={chinese ? 'zh-Hans' : 'en'}>
      <body>
        <title>{pages.errorTitle}</title>
        <main className="m-auto flex max-w-90 flex-col items-center gap-3 p-10 text-center">
          <h1 className="font-semibold text-lg">{pages.errorTitle}</h1>
          <p className="text-soft">{pages.errorHint}</p>
          <button type="button" onClick={retry} className="rounded-md bg-accent px-3 py-2 font-medium text-on-accent">
            {actions.tryAgain}
          </button>
        </main>
      </body>
    </html>
  );
}
