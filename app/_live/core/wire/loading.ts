import type { SocketWireOptions } from './socket.ts';
import type { ConnectWire } from './wire.ts';

/** Socket.IO and the schemas are a third of the code that a page needs, and no part of its first sight. */
export const loadSocketWire = (options: SocketWireOptions) => async (): Promise<ConnectWire> =>
  (await import('./socket.ts')).socketWire(options);
