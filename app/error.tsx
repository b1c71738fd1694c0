'use client';

import { TriangleAlert } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from './_ui/button.tsx';
import { Empty } from './_ui/empty.tsx';

type ErrorPageProps = { error: Error & { digest?: string }; retry: () => void };

export default function ErrorPage({ error, retry }: ErrorPageProps) {
  const t = useTranslations();
  useEffect(() => {
    console.error(error);
  }, [error]);
  return (
    <main className="flex min-h-dvh">
      <Empty
        icon={<TriangleAlert />}
        title={t('pages.errorTitle')}
        hint={
          <>
            {t('pages.errorHint')}
            {error.digest ? (
              <span className="mt-2 block font-mono text-xs">
                {t('pages.errorReference', { digest: error.digest })}
              </span>
            ) : null}
          </>
        }
        level="h1"
      >
        <Button kind="primary" onClick={retry}>
          {t('actions.tryAgain')}
        </Button>
      </Empty>
    </main>
  );
}
