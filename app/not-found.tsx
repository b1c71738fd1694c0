import { SearchX } from 'lucide-react';
import Link from 'next/link';
import { translator } from './_messages/catalogue.ts';
import { Button } from './_ui/button.tsx';
import { Empty } from './_ui/empty.tsx';

export const generateMetadata = async () => ({ title: (await translator())('pages.notFoundTitle') });

export default async function NotFound() {
  const t = await translator();
  return (
    <main className="flex min-h-dvh">
      <Empty icon={<SearchX />} title={t('pages.notFoundTitle')} hint={t('pages.notFoundHint')} level="h1">
        <Button asChild kind="primary">
          <Link href="/">{t('actions.goHome')}</Link>
        </Button>
      </Empty>
    </main>
  );
}
