import type { ReactNode } from 'react';
import { pageSession } from '../../../server/doors/http/page.ts';
import { Texts } from '../../_messages/texts.tsx';
import { ChatPanes } from './chat-panes.tsx';

// The panes follow the address by themselves, so that going from one conversation to another asks nothing of the
// server; the pages inside only check who asks and name the tab.
export default async function ChatLayout({ children }: { children: ReactNode }) {
  return (
    <Texts of={['chat', 'composer', 'details', 'firstMinutes', 'message']}>
      {(await pageSession()) ? <ChatPanes /> : null}
      {children}
    </Texts>
  );
}
