import type { ReactNode } from 'react';
import { pageSession, pageWorkspace } from '../../server/doors/http/page.ts';
import { LiveProvider } from '../_live/provider.tsx';
import { Texts } from '../_messages/texts.tsx';
import { Frame } from './_frame/frame.tsx';
import { WhileSignedIn } from './_frame/while-signed-in.tsx';

export default async function WorkspaceLayout({ children }: { children: ReactNode }) {
  const [me, workspace] = await Promise.all([pageSession(), pageWorkspace()]);
  // The page inside knows its own address and sends the visitor to sign in.
  if (!me) return children;
  return (
    <Texts
      of={[
        'account',
        'actions',
        'browse',
        'connection',
        'errors',
        'frame',
        'invitations',
        'list',
        'newRoom',
        'palette',
        'people',
        'reasons',
        'shortcuts',
        'ticketCard',
      ]}
    >
      <LiveProvider me={me} workspace={workspace}>
        <WhileSignedIn>
          <Frame>{children}</Frame>
        </WhileSignedIn>
      </LiveProvider>
    </Texts>
  );
}
