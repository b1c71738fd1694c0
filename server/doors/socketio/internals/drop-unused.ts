import type { Socket } from '../socket.ts';
import { listenAfresh } from './web-sockets.ts';

/** What is left of every handshake. Nobody reads it; Socket.IO expects an object. */
const forgotten = Object.freeze({
  ...{ headers: {}, query: {}, auth: {}, time: '', address: '', url: '', xdomain: false, secure: false, issued: 0 },
});

/** Questions that wait for a client's answer. The contract has none, so one empty map does for all. */
const noQuestions = new Map<number, never>();

/**
 * Drops what nobody needs once a connection stands: the request with its headers and cookie, the handshake made from it
 * (as Socket.IO recommends, socket.io/docs/v4/memory-usage), and what waits for questions that are never asked.
 */
export const dropUnused = (socket: Socket): void => {
  Reflect.set(socket.conn, 'request', null);
  // It was there for the response to the upgrade.
  socket.conn.transport.removeAllListeners('headers');
  listenAfresh(socket.conn.transport);
  Reflect.set(socket, 'handshake', forgotten);
  Reflect.set(socket, 'acks', noQuestions);
};
