'use client';

import { type ReactNode, useEffect, useState } from 'react';
import type { Me } from '../../protocol/index.ts';
import { createBrowserClient } from './browser-client.ts';
import { LiveContext } from './context.ts';

const LiveSession = ({ me, children }: { me: Me; children: ReactNode }) => {
  const [client] = useState(() => createBrowserClient(me));
  useEffect(() => {
    client.start();
    return client.stop;
  }, [client]);
  return <LiveContext value={client}>{children}</LiveContext>;
};

/** Keeps the user connected while mounted. Another user is another session, with another outbox. */
export const LiveProvider = ({ me, children }: { me: Me; children: ReactNode }) => (
  <LiveSession key={me.id} me={me}>
    {children}
  </LiveSession>
);
