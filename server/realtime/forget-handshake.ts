import type { Socket } from './socket.ts';

/** What is left of every handshake. Nobody reads it; Socket.IO expects an object. */
const forgotten = Object.freeze({
  ...{ headers: {}, query: {}, auth: {}, time: '', address: '', url: '', xdomain: false, secure: false, issued: 0 },
});

/**
 * Drops what only the opening of a connection needed: the request with its headers and cookie, and the handshake made
 * from it. Socket.IO recommends it (socket.io/docs/v4/memory-usage).
 */
export const forgetHandshake = (socket: Socket): void => {
  Reflect.set(socket.conn, 'request', null);
  // It was there for the response to the upgrade.
  socket.conn.transport.removeAllListeners('headers');
  Reflect.set(socket, 'handshake', forgotten);
};
