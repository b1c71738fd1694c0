import type { ReactNode } from 'react';
import { Texts } from '../_messages/texts.tsx';
import { Mark } from '../_ui/mark.tsx';
import { LanguageLinks } from './language-links.tsx';

export default function AuthLayout({ children }: { children: ReactNode }) {
  return (
    <div className="flex min-h-dvh flex-col items-center bg-panel px-4 pt-[12vh] pb-8">
      <main className="w-full max-w-96">
        <Mark className="mb-6 size-10" />
        <Texts of={['account', 'auth']}>{children}</Texts>
      </main>
      <footer className="mt-auto pt-8">
        <LanguageLinks />
      </footer>
    </div>
  );
}
