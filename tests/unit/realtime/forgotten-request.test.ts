import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Server } from 'socket.io';
import { io as connect } from 'socket.io-client';
import { expect, it } from 'vitest';
import { until } from '../../../scripts/installation/waiting.ts';
import { dropUnused } from '../../../server/doors/socketio/internals/drop-unused.ts';
import { FrugalWebSocketServer } from '../../../server/doors/socketio/internals/web-sockets.ts';
import type { Socket } from '../../../server/doors/socketio/socket.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

it('an open connection does not keep the request that opened it, with its headers and cookie', async () => {
  const http = createServer();
  const io = new Server(http, { transports: ['websocket'], wsEngine: FrugalWebSocketServer });
  let request: WeakRef<IncomingMessage> | undefined;
  io.engine.on('headers', (_headers: object, message: IncomingMessage) => {
    request = new WeakRef(message);
  });
  io.on('connection', (socket: Socket) => {
    dropUnused(socket);
    socket.on('question', (...values) => (values.at(-1) as () => void)());
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const { port } = http.address() as AddressInfo;
  const client = connect(`http://127.0.0.1:${port}`, { transports: ['websocket'] });
  try {
    await client.emitWithAck('question');
    expect(request, 'the request was seen').toBeDefined();
    const isCollected = () => {
      collectGarbage();
      return request?.deref() === undefined;
    };
    await until('the request to be collected', isCollected, 3_000);
    await client.emitWithAck('question');
  } finally {
    client.close();
    await io.close();
  }
});
