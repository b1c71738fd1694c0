import { translator } from './_messages/catalogue.ts';
import { Empty } from './_ui/empty.tsx';
import { PlainSign, plainButtonLook } from './_ui/plain.tsx';

export const generateMetadata = async () => ({ title: (await translator())('app.notFoundTitle') });

export default async function NotFound() {
  const t = await translator();
  return (
    <main className="flex min-h-full min-w-0 flex-1">
      <Empty
        icon={
          <PlainSign>
            <path d="M11 4a7 7 0 1 0 0 14 7 7 0 1 0 0-14m5 12 5 5M8.5 8.5l5 5m0-5-5 5" />
          </PlainSign>
        }
        title={t('app.notFoundTitle')}
        hint={t('app.notFoundHint')}
        level="h1"
      >
        {/* Not Next's own link, whose code every page would carry twice. */}
        <a href="/" className={plainButtonLook}>
          {t('actions.goHome')}
        </a>
      </Empty>
    </main>
  );
}
