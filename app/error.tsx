'use client';

import { useEffect } from 'react';
import { useTranslations } from 'use-intl';
import { Empty } from './_ui/empty.tsx';
import { PlainSign, plainButtonLook } from './_ui/plain.tsx';
import { isMissingCode, renewWhereCodeIsMissing } from './_ui/renewal.ts';

type ErrorPageProps = { error: Error & { digest?: string }; retry: () => void };

export default function ErrorPage({ error, retry }: ErrorPageProps) {
  const t = useTranslations();
  useEffect(() => {
    console.error(error);
    renewWhereCodeIsMissing(error);
  }, [error]);
  // Nothing went wrong: the page is of the version before.
  if (isMissingCode(error)) return <main className="m-auto p-10 text-soft">{t('app.renewing')}</main>;
  return (
    <main className="flex min-h-full min-w-0 flex-1">
      <Empty
        icon={
          <PlainSign>
            <path d="M12 3 2 20h20L12 3M12 9v5M12 17h.01" />
          </PlainSign>
        }
        title={t('app.errorTitle')}
        hint={
          <>
            {t('app.errorHint')}
            {error.digest ? (
              <span className="mt-2 block font-mono text-xs">{t('app.errorReference', { digest: error.digest })}</span>
            ) : null}
          </>
        }
        level="h1"
      >
        <button type="button" onClick={retry} className={plainButtonLook}>
          {t('app.errorRetry')}
        </button>
      </Empty>
    </main>
  );
}
