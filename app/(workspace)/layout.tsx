import type { ReactNode } from 'react';
import { pageSession } from '../../server/people/page-session.ts';
import { LiveProvider } from '../_live/provider.tsx';
import { Frame } from './_frame/frame.tsx';

export default async function WorkspaceLayout({ children }: { children: ReactNode }) {
  const me = await pageSession();
  // The page inside knows its own address and sends the visitor to sign in.
  if (!me) return children;
  return (
    <LiveProvider me={me}>
      <Frame>{children}</Frame>
    </LiveProvider>
  );
}
