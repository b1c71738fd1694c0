'use client';

import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { cn } from '../../_ui/class-names.ts';
import { later, useEverythingLater } from '../../_ui/later.tsx';
import { useConversationId } from '../navigation.tsx';
import { BottomBar } from './bottom-bar.tsx';
import { ConnectionBar } from './connection-bar.tsx';
import { Overlays } from './overlays.tsx';
import { Rail } from './rail.tsx';
import { SignOutQuestion } from './sign-out-question.tsx';

// Asks who somebody is before something dear, and never before the first key.
const ConfirmAgain = later(() => import('../../_auth/confirm/confirm-again.tsx'));
const LaterFrame = later(() => import('./later-frame.tsx'));

/** What stands around every page of a signed-in person. */
export const Frame = ({ children }: { children: ReactNode }) => {
  const t = useTranslations('frame');
  useEverythingLater();
  const inConversation = useConversationId() !== null;
  return (
    <Overlays>
      <a
        href="#content"
        className="fixed top-2 left-2 z-50 -translate-y-16 rounded-md bg-accent px-3 py-2 font-medium text-on-accent focus:translate-y-0"
      >
        {t('skipToContent')}
      </a>
      <div className="flex h-[calc(100dvh-var(--keyboard,0px))] overflow-hidden pt-[env(safe-area-inset-top)] pr-[env(safe-area-inset-right)] pl-[env(safe-area-inset-left)] max-sm:flex-col">
        <Rail className="max-sm:hidden" />
        <div className="flex min-h-0 min-w-0 flex-1 flex-col">
          <ConnectionBar />
          <div id="content" tabIndex={-1} className="flex min-h-0 flex-1 outline-none">
            {children}
          </div>
        </div>
        <BottomBar className={cn('sm:hidden', inConversation && 'hidden!')} />
      </div>
      <LaterFrame />
      <SignOutQuestion />
      <ConfirmAgain />
    </Overlays>
  );
};
