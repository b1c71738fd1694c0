import { once } from 'node:events';
import type { Http } from './server.ts';

/**
 * Connections that may wait to be accepted. With Node's 511 a reconnect storm fills the queue, and whoever finds it full
 * tries again only after 1, 3 and 7 seconds. The kernel's own limit (net.core.somaxconn, 4096) cuts larger numbers.
 */
const backlog = 4_096;

/**
 * Listens on HOST and PORT.
 * @returns stops listening: new connections are refused, so that a load balancer takes them elsewhere; open ones stay
 * @throws Error with one line for a person when the port is taken or the address is not ours
 */
export const listen = async (
  { server, upgrades }: Pick<Http, 'server' | 'upgrades'>,
  { HOST, PORT }: { HOST: string; PORT: number },
  stack: AsyncDisposableStack,
): Promise<() => void> => {
  server.listen({ port: PORT, host: HOST, backlog });
  try {
    await once(server, 'listening');
  } catch (error) {
    const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
    if (code === 'EADDRINUSE')
      throw new Error(`PORT: ${PORT} is already in use on ${HOST}; set PORT to a free one`, { cause: error });
    if (code === 'EACCES')
      throw new Error(`PORT: not allowed to listen on ${PORT}; ports above 1023 are free to use`, { cause: error });
    if (code === 'EADDRNOTAVAIL') throw new Error(`HOST: ${HOST} is not an address of this machine`, { cause: error });
    throw error;
  }
  const closed = new Promise<void>((resolve) => server.once('close', () => resolve()));
  stack.defer(async () => {
    server.close();
    server.closeAllConnections();
    upgrades.cut();
    await closed;
  });
  return () => server.close();
};
