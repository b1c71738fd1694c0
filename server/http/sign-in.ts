import type { IncomingMessage } from 'node:http';
import { toNodeHandler } from 'better-auth/node';
import { type Auth, clientAddressHeader } from '../people/auth.ts';
import type { Route } from './server.ts';

const privateAddress = /^(::ffff:)?(127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.)|^::1$|^f[cd]/;

/** The address of the caller: what the nearest proxy saw, if the connection comes from one. */
const clientAddress = (remote: string | undefined, forwarded: string | undefined): string => {
  const nearest = forwarded?.split(',').at(-1)?.trim();
  return nearest !== undefined && nearest !== '' && privateAddress.test(remote ?? '') ? nearest : (remote ?? 'unknown');
};

/**
 * Node's own fetch says `sec-fetch-mode: cors` although it is no browser, and better-auth then asks for an Origin. Who
 * sends neither Origin, Referer, Sec-Fetch-Site nor a cookie is a program: every browser sends an Origin with a POST.
 */
const withoutBorrowedHeaders = ({ headers }: IncomingMessage): void => {
  if (headers.origin || headers.referer || headers.cookie || headers['sec-fetch-site']) return;
  delete headers['sec-fetch-mode'];
  delete headers['sec-fetch-dest'];
};

/**
 * Everything under /api/auth: better-auth.
 * @param onChange called after every request that may have changed somebody's account or session
 */
export const signInRoute = (auth: Auth, onChange: () => void): Route => {
  const handle = toNodeHandler(auth);
  return async (request, response) => {
    const forwarded = request.headers['x-forwarded-for'];
    request.headers[clientAddressHeader] = clientAddress(request.socket.remoteAddress, forwarded?.toString());
    withoutBorrowedHeaders(request);
    await handle(request, response);
    if (request.method !== 'GET') onChange();
  };
};
