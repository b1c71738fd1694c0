import type { Socket } from './socket.ts';

/**
 * Drops the request that opened a connection: a few kilobytes of headers, and a cookie, that nobody reads again.
 * Socket.IO recommends it (socket.io/docs/v4/memory-usage); it copes with their absence.
 */
export const forgetHandshake = (socket: Socket): void => {
  Reflect.set(socket.conn, 'request', null);
  Object.assign(socket.handshake, { headers: {}, query: {}, auth: {} });
};
