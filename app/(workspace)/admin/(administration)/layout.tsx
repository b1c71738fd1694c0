import type { ReactNode } from 'react';
import { hasAccess } from '../../../../protocol/index.ts';
import { pageSession } from '../../../../server/doors/http/page.ts';
import { Texts } from '../../../_messages/texts.tsx';
import { SectionLinks } from './section-links.tsx';

export default async function AdministrationLayout({ children }: { children: ReactNode }) {
  const me = await pageSession();
  // The page inside says to everybody else that it is not there, or sends them to sign in.
  if (me === null || !hasAccess('admin', me.role)) return children;
  return (
    <Texts of={['administration']}>
      <div className="flex min-h-0 min-w-0 flex-1 max-sm:flex-col">
        <SectionLinks />
        {children}
      </div>
    </Texts>
  );
}
