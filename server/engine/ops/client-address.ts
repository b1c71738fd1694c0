import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import proxyAddr from '@fastify/proxy-addr';

/** Finds out whose address a request came from. */
export type ClientAddress = (request: IncomingMessage) => string;

/**
 * @param trusted whose `X-Forwarded-For` is believed: so many proxies in front, or these addresses and networks. By
 * default nobody's, and the address is the peer's
 * @returns the address of the caller (the peer's, where a trusted proxy passed on something that is no address) without an IPv6 prefix before IPv4 (`::ffff:`), so that a person counts once;
 * `unknown` when the connection has ended already
 * @throws TypeError when `trusted` holds something that is no address
 */
export const createClientAddress = (trusted: number | readonly string[] = []): ClientAddress => {
  const isTrusted =
    typeof trusted === 'number' ? (_address: string, hop: number) => hop < trusted : proxyAddr.compile([...trusted]);
  return (request) => {
    const { remoteAddress } = request.socket;
    if (remoteAddress === undefined) return 'unknown';
    const found = proxyAddr(request, isTrusted);
    return (isIP(found) === 0 ? remoteAddress : found).replace(/^::ffff:(?=\d+\.)/i, '');
  };
};
