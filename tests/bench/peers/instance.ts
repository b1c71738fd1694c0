import { createServer } from 'node:http';
import type { DefaultEventsMap, Server, Socket } from 'socket.io';
import { settings } from './settings.ts';

export type SentMessage = { conversationId: string; body: string };
export type PeerServer = Server<DefaultEventsMap, DefaultEventsMap, DefaultEventsMap, { userId: string }>;
export type PeerSocket = Socket<DefaultEventsMap, DefaultEventsMap, DefaultEventsMap, { userId: string }>;

/** Handles one message of one socket; what it returns is the acknowledgement. */
export type MessageHandler = (socket: PeerSocket, message: SentMessage) => object | Promise<object>;

/**
 * Listens as the documentation of Socket.IO shows it. The peers believe who somebody says they are and let anybody
 * into any room: they are measured without the work that those checks would cost.
 */
export const listen = (io: PeerServer, onMessage: MessageHandler): void => {
  io.on('connection', (socket) => {
    socket.data.userId = socket.handshake.auth.userId;
    socket.on('join', async (rooms: string[], ack: () => void) => {
      await socket.join(rooms);
      ack();
    });
    socket.on('message', async (message: SentMessage, ack: (answer: object) => void) => {
      ack(await onMessage(socket, message));
    });
  });
  const http = createServer((_, response) => response.end('ok'));
  io.attach(http);
  http.listen(settings.PORT, '127.0.0.1');
  process.once('SIGTERM', async () => {
    await io.close();
    process.exit();
  });
};

/** Everybody in the conversation, with or without the author's own connection. */
export const audience = (io: PeerServer, socket: PeerSocket, { conversationId }: SentMessage) =>
  settings.PEER_ECHO ? io.to(conversationId) : socket.to(conversationId);
