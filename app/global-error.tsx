'use client';

import './theme.css';
import { useEffect, useState } from 'react';
import { isMissingCode, renewWhereCodeIsMissing } from './_ui/renewal.ts';

type GlobalErrorProps = { error: Error & { digest?: string }; retry: () => void };
type Texts = { title: string; hint: string; action: string; language: string };

// Every page carries this file, so the catalogues are only fetched when they are needed.
const load = async (): Promise<Texts> => {
  const chosen = /(?:^|; )locale=(\w+)/.exec(document.cookie)?.[1] ?? navigator.language;
  const language = chosen.startsWith('zh') ? 'zh-Hans' : 'en';
  const { errorTitle, errorHint, errorRetry } = await (language === 'en'
    ? import('./_messages/en/app.json')
    : import('./_messages/zh/app.json'));
  return { title: errorTitle, hint: errorHint, action: errorRetry, language };
};

/** The last resort: the root layout itself failed, so no provider is there to say which language it is. */
export default function GlobalError({ error, retry }: GlobalErrorProps) {
  const [texts, setTexts] = useState<Texts | null>(null);
  useEffect(() => {
    console.error(error);
    renewWhereCodeIsMissing(error);
    load().then(setTexts, console.error);
  }, [error]);
  return (
    <html lang={texts?.language}>
      <body>
        <title>{texts?.title}</title>
        <main
          hidden={isMissingCode(error)}
          className="m-auto flex max-w-90 flex-col items-center gap-3 p-10 text-center"
        >
          <h1 className="font-semibold text-lg">{texts?.title}</h1>
          <p className="text-soft">{texts?.hint}</p>
          <button type="button" onClick={retry} className="rounded-md bg-accent px-3 py-2 font-medium text-on-accent">
            {texts?.action}
          </button>
        </main>
      </body>
    </html>
  );
}
