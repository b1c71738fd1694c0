import type { EventEmitter } from 'node:events';
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

/**
 * Gives an emitter a table of listeners that is no larger than they are. Node's keeps the size that was needed once: 832
 * bytes where HTTP was spoken. When the last listener has gone, Node begins a new one.
 */
export const listenAfresh = (emitter: EventEmitter): void => {
  const listening = emitter.eventNames().map((name) => ({ name, listeners: emitter.rawListeners(name) }));
  for (const { name } of listening) emitter.removeAllListeners(name);
  for (const { name, listeners } of listening)
    for (const listener of listeners) emitter.on(name, listener as (...values: unknown[]) => void);
};
