import { type ClientOptions, createClient } from './client.ts';
import { behaviour as clusterBehaviour } from './cluster/behaviour.ts';
import { cluster } from './cluster/slice.ts';
import { realClock } from './core/clock.ts';
import { atOnce } from './core/frames.ts';
import type { Listed } from './core/late-slices.ts';
import { steadyNetwork } from './core/network.ts';
import { memoryOutbox } from './core/outbox/storage-memory.ts';
import type { Parts } from './core/runner.ts';
import { memoryBrowser } from './core/tabs/memory.ts';
import { lateWire } from './core/wire/late.ts';
import { loadSocketWire } from './core/wire/loading.ts';
import type { SocketWireOptions } from './core/wire/socket.ts';
import type { LiveClient } from './live-client.ts';
import { slices } from './slices.ts';
import { behaviour as ticketsBehaviour } from './tickets/behaviour.ts';
import { tickets } from './tickets/slice.ts';

/** Everything at once: outside browsers nothing is won by waiting. */
const behaviours = new Map<unknown, Listed>([
  [tickets, ticketsBehaviour],
  [cluster, clusterBehaviour],
]);
const whole: readonly Listed[] = slices.map((slice) => behaviours.get(slice) ?? slice);

export type LiveOptions = ClientOptions & SocketWireOptions & Partial<Parts> & { slices?: readonly Listed[] };

/**
 * A user's live connection outside browsers; each part may be replaced.
 *
 * ```ts
 * const live = createLiveClient({ me, url: 'http://127.0.0.1:3000', auth: { token } });
 * live.start();
 * await live.openConversation(id);
 * live.send(id, 'hello');
 * ```
 */
export const createLiveClient = (options: LiveOptions): LiveClient => {
  const report = options.report ?? ((error: unknown) => console.error(error));
  const parts: Parts = {
    connect: options.connect ?? lateWire(loadSocketWire({ ...options, report }), report),
    outbox: options.outbox ?? memoryOutbox(),
    tabs: options.tabs ?? memoryBrowser()(),
    network: options.network ?? steadyNetwork,
    clock: options.clock ?? realClock,
    nextFrame: options.nextFrame ?? atOnce,
    report,
  };
  return createClient(options, parts, options.slices ?? whole);
};
