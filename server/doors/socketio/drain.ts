import { setTimeout as delay } from 'node:timers/promises';
import { tellEverybody } from './server.ts';
import type { Io, Socket } from './socket.ts';

const slices = 10;
const sliceSpan = 100;
/** What an instance that has just started takes in without anybody waiting (measured on one core: docs/performance.md). */
const movesPerSecond = 250;
const shortest = 1_000;
/** Longer, and a supervisor would lose its patience before the last commits are done (server/engine/ops/stop.ts). */
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
  await closeAll(() => [...sockets.values()], spanMs);
};

/**
 * Waits for a span while clients leave by themselves, and then closes the connections of those that did not, in slices.
 * @param left which are still there
 */
export const closeAll = async (left: () => Socket[], spanMs: number): Promise<void> => {
  // Whoever moves costs itself a moment; closing it first would cost it the client's pause before a reconnect.
  for (let waited = 0; waited < spanMs && left().length > 0; waited += sliceSpan) await delay(sliceSpan);
  for (let slice = slices; slice > 0 && left().length > 0; slice -= 1) {
    const some = left();
    for (const socket of some.slice(0, Math.ceil(some.length / slice))) socket.conn.close();
    await delay(spanMs > 0 ? sliceSpan : 0);
  }
};
