import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';

/**
 * The WebSocket server that Engine.IO uses. Engine.IO gives every upgrade a stand-in for a response, for middlewares,
 * which waits for the end of the connection and so holds the request, headers and cookie, as long as that lasts. We have
 * no such middlewares: the request goes when {@link dropUnused} has let go of it.
 */
export class FrugalWebSocketServer extends WebSocketServer {
  override handleUpgrade(
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    callback: (client: WebSocket, request: IncomingMessage) => void,
  ): void {
    // Nobody else listens for this yet: Node has handed the connection over, and ws begins to listen in the next line.
    socket.removeAllListeners('close');
    listenAfresh(socket);
    super.handleUpgrade(request, socket, head, callback);
  }
}

/** Node's table of listeners keeps the size HTTP needed, 832 bytes; when the last one has gone, Node begins a new table. */
const listenAfresh = (socket: Duplex): void => {
  const listening = socket.eventNames().map((name) => ({ name, listeners: socket.rawListeners(name) }));
  for (const { name } of listening) socket.removeAllListeners(name);
  for (const { name, listeners } of listening)
    for (const listener of listeners) socket.on(name, listener as (...values: unknown[]) => void);
};
