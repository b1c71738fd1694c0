import { setTimeout as delay } from 'node:timers/promises';
import { tellEverybody } from './server.ts';
import type { Io } from './socket.ts';

const slices = 20;

/**
 * Sends everybody to another instance, spread over a span, so that the others are not stormed: first a notice, on
 * which clients move by themselves at a moment of their own, then the rest in slices.
 * A closed transport makes a client reconnect; `socket.disconnect` would not.
 */
export const drain = async (io: Io, spanMs: number): Promise<void> => {
  tellEverybody(io, { kind: 'draining', afterMs: spanMs });
  for (let slice = slices; slice > 0; slice -= 1) {
    const sockets = [...io.of('/').sockets.values()];
    if (sockets.length === 0) return;
    await delay(spanMs / slices);
    for (const socket of sockets.slice(0, Math.ceil(sockets.length / slice))) socket.conn.close();
  }
};
