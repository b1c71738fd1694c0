import { expect, type Page } from '@playwright/test';

const instanceHeader = 'x-switchboard-instance';

type SocketRecord = { instance: string | null; open: boolean; received: string[]; sent: string[] };

/** Every WebSocket that a page opened: who answered the handshake, and all that went over the wire. */
export type Sockets = {
  readonly all: readonly SocketRecord[];
  /** Name of the instance that holds the page's connection now. */
  servedBy(): string | null;
  /** Frames of all connections so far that hold an event of this name, or these words. */
  received(words: string): string[];
  sent(words: string): string[];
};

/** Listens to a page through the browser's own instrumentation; must begin before the page is opened. */
export const recordSockets = async (page: Page): Promise<Sockets> => {
  const records = new Map<string, SocketRecord>();
  const session = await page.context().newCDPSession(page);
  session.on('Network.webSocketCreated', ({ requestId }) =>
    records.set(requestId, { instance: null, open: false, received: [], sent: [] }),
  );
  session.on('Network.webSocketHandshakeResponseReceived', ({ requestId, response }) => {
    const record = records.get(requestId);
    if (!record || response.status !== 101) return;
    const header = Object.entries(response.headers).find(([name]) => name.toLowerCase() === instanceHeader);
    record.instance = header?.[1] ?? null;
    record.open = true;
  });
  session.on('Network.webSocketFrameReceived', ({ requestId, response }) =>
    records.get(requestId)?.received.push(response.payloadData),
  );
  session.on('Network.webSocketFrameSent', ({ requestId, response }) =>
    records.get(requestId)?.sent.push(response.payloadData),
  );
  session.on('Network.webSocketClosed', ({ requestId }) => {
    const record = records.get(requestId);
    if (record) record.open = false;
  });
  // A page that is left takes its sockets with it, and nobody says so.
  session.on('Page.frameNavigated', ({ frame }) => {
    if (frame.parentId !== undefined) return;
    for (const record of records.values()) record.open = false;
  });
  await session.send('Page.enable');
  await session.send('Network.enable');
  const all = () => [...records.values()];
  const holding = (direction: 'received' | 'sent', words: string) =>
    all().flatMap((record) => record[direction].filter((frame) => frame.includes(words)));
  return {
    get all() {
      return all();
    },
    servedBy: () => all().findLast(({ open }) => open)?.instance ?? null,
    received: (words) => holding('received', words),
    sent: (words) => holding('sent', words),
  };
};

/** Who serves a page is asserted, not assumed. */
export const expectServedBy = async (sockets: Sockets, instance: string): Promise<void> => {
  await expect.poll(() => sockets.servedBy(), { message: `the socket is held by ${instance}` }).toBe(instance);
};

/** Waits until a page has a connection. @returns the name of the instance that holds it */
export const servingInstance = async (sockets: Sockets): Promise<string> => {
  await expect.poll(() => sockets.servedBy(), { message: 'some instance holds the socket' }).not.toBeNull();
  return sockets.servedBy() ?? '';
};

/** How many connections are open. */
export const openSockets = (sockets: Sockets): number => sockets.all.filter(({ open }) => open).length;
