import type { ReactNode } from 'react';
import { pageSession } from '../../../server/doors/http/page.ts';
import { Texts } from '../../_messages/texts.tsx';
import { SectionLinks } from './section-links.tsx';

export default async function SettingsLayout({ children }: { children: ReactNode }) {
  // The page inside sends whoever is not signed in to do so.
  if ((await pageSession()) === null) return children;
  return (
    <Texts of={['settings']}>
      <div className="flex min-h-0 min-w-0 flex-1 max-sm:flex-col">
        <SectionLinks />
        {children}
      </div>
    </Texts>
  );
}
