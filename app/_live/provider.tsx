'use client';

import { type ReactNode, useEffect, useState } from 'react';
import type { Me, Workspace } from '../../protocol/index.ts';
import { setPagePerson } from '../_auth/page-person.ts';
import { createBrowserClient } from './browser-client.ts';
import { LiveContext } from './core/hooks.ts';

type LiveProviderProps = { me: Me; workspace: Workspace | null; children: ReactNode };

const LiveSession = ({ me, workspace, children }: LiveProviderProps) => {
  const [client] = useState(() => createBrowserClient(me, workspace));
  useEffect(() => {
    setPagePerson(me.id);
    client.start();
    return client.stop;
  }, [client, me.id]);
  return <LiveContext value={client}>{children}</LiveContext>;
};

/** Keeps the user connected while mounted. Another user is another session, with another outbox. */
export const LiveProvider = ({ me, workspace, children }: LiveProviderProps) => (
  <LiveSession key={me.id} me={me} workspace={workspace}>
    {children}
  </LiveSession>
);
