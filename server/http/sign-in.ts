import { toNodeHandler } from 'better-auth/node';
import { type Auth, clientAddressHeader } from '../people/auth.ts';
import type { Route } from './server.ts';

const privateAddress = /^(::ffff:)?(127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.)|^::1$|^f[cd]/;

/** The address of the caller: what the nearest proxy saw, if the connection comes from one. */
const clientAddress = (remote: string | undefined, forwarded: string | undefined): string => {
  const nearest = forwarded?.split(',').at(-1)?.trim();
  return nearest !== undefined && nearest !== '' && privateAddress.test(remote ?? '') ? nearest : (remote ?? 'unknown');
};

/** Everything under /api/auth: better-auth. */
export const signInRoute = (auth: Auth): Route => {
  const handle = toNodeHandler(auth);
  return async (request, response) => {
    const forwarded = request.headers['x-forwarded-for'];
    request.headers[clientAddressHeader] = clientAddress(request.socket.remoteAddress, forwarded?.toString());
    await handle(request, response);
  };
};
