import type { ReactNode } from 'react';
import { pageWorkspace } from '../../server/doors/http/page.ts';
import { Texts } from '../_messages/texts.tsx';
import { Logo } from '../_ui/logo.tsx';
import { Mark } from '../_ui/mark.tsx';
import { LanguageLinks } from './language-links.tsx';

export default async function AuthLayout({ children }: { children: ReactNode }) {
  const workspace = await pageWorkspace();
  return (
    <div className="flex min-h-dvh flex-col items-center bg-panel px-4 pt-[12vh] pb-8">
      <main className="w-full max-w-96">
        <div className="mb-6 flex items-center gap-3">
          {workspace?.logo ? (
            <Logo address={workspace.logo} className="size-10 shrink-0 rounded-lg" />
          ) : (
            <Mark className="size-10 shrink-0" />
          )}
          {workspace?.name ? <bdi className="wrap-anywhere min-w-0 font-semibold text-lg">{workspace.name}</bdi> : null}
        </div>
        <Texts of={['account', 'auth']}>{children}</Texts>
      </main>
      <footer className="mt-auto pt-8">
        <LanguageLinks />
      </footer>
    </div>
  );
}
