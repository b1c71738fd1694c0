import type { ReactNode } from 'react';
import { pageSession } from '../../../server/people/page-session.ts';
import { ChatPanes } from './chat-panes.tsx';

// The panes follow the address by themselves, so that going from one conversation to another asks nothing of the
// server; the pages inside only check who asks and name the tab.
export default async function ChatLayout({ children }: { children: ReactNode }) {
  return (
    <>
      {(await pageSession()) ? <ChatPanes /> : null}
      {children}
    </>
  );
}
