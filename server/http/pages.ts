import { type IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import next from 'next';
import { pageSessionHeader } from '../people/page-session-header.ts';
import type { Sessions } from '../people/sessions.ts';
import type { Route } from './server.ts';

export type Pages = {
  route: Route;
  /** Takes an upgrade that is not Socket.IO's: hot reload in development, nothing else. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  close(): Promise<void>;
};

// Paths that are the same for everybody: who asks does not matter.
const isAsset = (url: string | undefined) => url?.startsWith('/_next/') === true;

/** Next.js, ready to render the pages of `app/`. */
export type Renderer = {
  handle: ReturnType<ReturnType<typeof next>['getRequestHandler']>;
  upgrades: Server;
  close(): Promise<void>;
};

/**
 * Loads Next.js. Apart from serving, because it needs neither the database nor the sessions.
 * @param directory the folder that holds `app/` and `.next/`
 */
export const prepareRenderer = async (options: { directory: string; development: boolean }): Promise<Renderer> => {
  const { directory, development } = options;
  // Next.js would take every upgrade of the server it is given; this one never listens, it only collects that handler.
  const upgrades = new Server();
  // Nobody asked for it, and the line that announces it hides the one with the address.
  process.env.NEXT_TELEMETRY_DISABLED = '1';
  const app = next({ dev: development, dir: directory, httpServer: upgrades });
  await app.prepare();
  return { handle: app.getRequestHandler(), upgrades, close: () => app.close() };
};

/**
 * The pages of `app/`, rendered by Next.js in this process. Each request carries, in a header that only this server
 * can set, who is asking.
 */
export const createPages = ({ handle, upgrades, close }: Renderer, sessions: Sessions): Pages => ({
  route: async (request, response) => {
    delete request.headers[pageSessionHeader];
    if (!isAsset(request.url)) {
      const identity = await sessions.byCookie(request.headers.cookie);
      if (identity) request.headers[pageSessionHeader] = encodeURIComponent(JSON.stringify(identity.me));
    }
    await handle(request, response);
  },
  upgrade: (request, socket, head) => {
    if (!upgrades.emit('upgrade', request, socket, head)) socket.destroy();
  },
  close,
});
