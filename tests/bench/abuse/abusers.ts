import { setTimeout as delay } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { paths } from '../../../protocol/index.ts';
import { sayings } from './traffic.ts';

/** A process of its own: told where to go, it says everything there as fast as it is taken, until it is ended. */
export type Orders = { port: number; cookies: string[] };

/** So much may wait in this process; the rest waits until it has left. */
const mostWaiting = 1_000_000;
const handful = 20;

const connect = (port: number, cookie: string): Promise<WebSocket> =>
  new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}${paths.socket}/?EIO=4&transport=websocket`, {
      headers: { cookie },
    });
    socket.on('open', () => resolve(socket));
    socket.on('error', reject);
  });

/** As fast as it goes; whoever is cut off comes back at once. */
const abuse = async (port: number, cookie: string, said: string[]): Promise<never> => {
  for (;;) {
    const socket = await connect(port, cookie).catch(() => undefined);
    if (socket === undefined) {
      await delay(20);
      continue;
    }
    socket.send('40');
    await delay(20);
    for (let n = 0; socket.readyState === WebSocket.OPEN; n += 1) {
      socket.send(said[n % said.length] ?? '');
      if (n % handful === 0 || socket.bufferedAmount > mostWaiting)
        await delay(socket.bufferedAmount > mostWaiting ? 5 : 0);
    }
  }
};

process.on('message', ({ port, cookies }: Orders) => {
  for (const [abuser, cookie] of cookies.entries()) void abuse(port, cookie, sayings(abuser));
});
process.on('disconnect', () => process.exit(0));
