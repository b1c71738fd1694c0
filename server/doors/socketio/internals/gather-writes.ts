import type { Duplex } from 'node:stream';
import type { Socket } from '../socket.ts';
import { webSocketOf } from './web-socket-of.ts';

type Connection = Socket['conn'];

/** Connections that have something to send at the end of this turn. */
let holding: Connection[] = [];

/**
 * Lets what a connection sends from now to the end of this turn of the event loop leave in one system call. For answers
 * that come many at a time: those to a group commit, with its event behind them. Writing each by itself was a third of
 * what an instance did.
 */
export const gatherWrites = ({ conn }: Socket): void => {
  // Held already, or behind a write that is not done: it goes when that one has gone.
  if (!conn.transport.writable) return;
  conn.transport.writable = false;
  holding.push(conn);
  if (holding.length === 1) setImmediate(release);
};

function release(): void {
  const connections = holding;
  holding = [];
  for (const { transport } of connections) {
    const stream = streamOf(transport);
    stream?.cork();
    // What a transport says when it has written and may write again.
    transport.writable = true;
    transport.emit('ready');
    stream?.uncork();
  }
}

// ws keeps it private; without the stream each packet would be a system call again, and no more.
const streamOf = (transport: Connection['transport']): Duplex | null => {
  const webSocket = webSocketOf({ transport });
  return webSocket === undefined ? null : ((Reflect.get(webSocket, '_socket') as Duplex | null | undefined) ?? null);
};
