import { setTimeout as delay } from 'node:timers/promises';
import { tellEverybody } from './server.ts';
import type { Io } from './socket.ts';

const slices = 10;
const sliceSpan = 100;
/** What an instance that has just started takes in without anybody waiting (measured on one core: docs/performance.md). */
const movesPerSecond = 250;
const shortest = 1_000;
/** Longer, and a supervisor would lose its patience before the last commits are done (server/ops/stop.ts). */
const longest = 12_000;

/** @returns how many milliseconds so many clients take to move to other instances without storming them */
export const drainSpan = (clients: number): number =>
  Math.min(longest, Math.max(shortest, Math.round((clients / movesPerSecond) * 1_000)));

/**
 * Sends everybody to another instance, spread over a span, so that the others are not stormed: first a notice, on
 * which clients move by themselves at a moment of their own, then, in slices, whoever did not. A closed transport
 * makes a client reconnect; `socket.disconnect` would not.
 * @param hasElsewhere whether there may be another instance; if not, nobody is asked to move
 */
export const drain = async (io: Io, hasElsewhere: boolean): Promise<void> => {
  const { sockets } = io.of('/');
  const spanMs = hasElsewhere ? drainSpan(sockets.size) : 0;
  if (spanMs > 0) tellEverybody(io, { kind: 'draining', afterMs: spanMs });
  // Whoever moves costs itself a moment; closing it first would cost it the client's pause before a reconnect.
  for (let waited = 0; waited < spanMs && sockets.size > 0; waited += sliceSpan) await delay(sliceSpan);
  for (let slice = slices; slice > 0 && sockets.size > 0; slice -= 1) {
    for (const socket of [...sockets.values()].slice(0, Math.ceil(sockets.size / slice))) socket.conn.close();
    await delay(spanMs > 0 ? sliceSpan : 0);
  }
};
