import { setTimeout as delay } from 'node:timers/promises';
import { tellEverybody } from './server.ts';
import type { Io } from './socket.ts';

const slices = 10;
const sliceSpan = 100;

/**
 * Sends everybody to another instance, spread over a span, so that the others are not stormed: first a notice, on
 * which clients move by themselves at a moment of their own, then, in slices, whoever did not. A closed transport
 * makes a client reconnect; `socket.disconnect` would not.
 * @param spanMs how long clients may take to move by themselves; 0 where there is nowhere to go
 */
export const drain = async (io: Io, spanMs: number): Promise<void> => {
  const { sockets } = io.of('/');
  if (spanMs > 0) tellEverybody(io, { kind: 'draining', afterMs: spanMs });
  // Whoever moves costs itself a moment; closing it first would cost it the client's pause before a reconnect.
  for (let waited = 0; waited < spanMs && sockets.size > 0; waited += sliceSpan) await delay(sliceSpan);
  for (let slice = slices; slice > 0 && sockets.size > 0; slice -= 1) {
    for (const socket of [...sockets.values()].slice(0, Math.ceil(sockets.size / slice))) socket.conn.close();
    await delay(spanMs > 0 ? sliceSpan : 0);
  }
};
