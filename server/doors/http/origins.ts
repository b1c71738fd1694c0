import type { IncomingMessage } from 'node:http';
import type { Access } from './route.ts';

const loopback = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);
const loopbackHost = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?$/i;
const forwarding = /^(?:forwarded|via|x-real-ip|x-forwarded-.*)$/;

/** @returns whether no proxy says that it passed this request on */
export const isDirect = ({ headers }: IncomingMessage): boolean =>
  !Object.keys(headers).some((name) => forwarding.test(name));

/**
 * Whether a request was made on this machine. Only the peer's address is sure; so that neither a proxy on this machine nor
 * a web page whose name was pointed at it (DNS rebinding) is taken for this machine, nothing may have been forwarded, and
 * the name that was asked for must mean this machine, too.
 */
export const isLocal = (request: IncomingMessage): boolean =>
  loopback.has(request.socket.remoteAddress ?? '') &&
  loopbackHost.test(request.headers.host ?? '') &&
  isDirect(request);

/** Supervisors and load balancers, which ask the instance itself; for anybody behind a proxy there is nothing. */
export const neighbours: Access = {
  who: 'whoever asks the instance itself, and not through a proxy',
  admits: isDirect,
};
