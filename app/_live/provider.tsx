'use client';

import { type ReactNode, useEffect, useState } from 'react';
import type { Me } from '../../protocol/index.ts';
import { setPagePerson } from '../_auth/page-person.ts';
import { createBrowserClient } from './browser-client.ts';
import { LiveContext } from './core/hooks.ts';

const LiveSession = ({ me, children }: { me: Me; children: ReactNode }) => {
  const [client] = useState(() => createBrowserClient(me));
  useEffect(() => {
    setPagePerson(me.id);
    client.start();
    return client.stop;
  }, [client, me.id]);
  return <LiveContext value={client}>{children}</LiveContext>;
};

/** Keeps the user connected while mounted. Another user is another session, with another outbox. */
export const LiveProvider = ({ me, children }: { me: Me; children: ReactNode }) => (
  <LiveSession key={me.id} me={me}>
    {children}
  </LiveSession>
);
