import type { WebSocket } from 'ws';
import type { Socket } from '../socket.ts';

/**
 * The WebSocket of a connection: Engine.IO keeps it private, and offers no other way to stop reading or to learn of pings.
 * @returns undefined when the transport has let go of it
 */
export const webSocketOf = ({ transport }: Pick<Socket['conn'], 'transport'>): WebSocket | undefined => {
  const webSocket: unknown = Reflect.get(transport, 'socket');
  return webSocket === null ? undefined : (webSocket as WebSocket | undefined);
};
