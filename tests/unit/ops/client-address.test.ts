import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { createClientAddress } from '../../../server/engine/ops/client-address.ts';

/** A request as it comes from a peer, with what proxies wrote into it. */
const request = (peer: string | undefined, forwarded?: string): IncomingMessage => {
  const socket = new Socket();
  Object.defineProperty(socket, 'remoteAddress', { value: peer });
  const message = new IncomingMessage(socket);
  if (forwarded !== undefined) message.headers['x-forwarded-for'] = forwarded;
  return message;
};

describe('whose address a request has', () => {
  it('is the peer when nobody is trusted, whatever the peer claims and wherever it is', () => {
    const addressOf = createClientAddress();
    for (const peer of ['10.0.0.9', '127.0.0.1', '203.0.113.7'])
      expect(addressOf(request(peer, '198.51.100.1'))).toBe(peer);
  });

  it('is what the trusted proxies saw, by number of hops', () => {
    const addressOf = createClientAddress(2);
    expect(addressOf(request('10.0.0.2', '198.51.100.1, 203.0.113.7, 10.0.0.1'))).toBe('203.0.113.7');
  });

  it('is what the trusted proxies saw, by network: what comes before a stranger is not believed', () => {
    const addressOf = createClientAddress(['10.0.0.0/8', 'loopback']);
    expect(addressOf(request('127.0.0.1', '198.51.100.1, 203.0.113.7, 10.0.0.1'))).toBe('203.0.113.7');
    expect(addressOf(request('203.0.113.9', '198.51.100.1'))).toBe('203.0.113.9');
  });

  it('counts a person once, over IPv4 and over IPv4 in IPv6', () => {
    expect(createClientAddress()(request('::ffff:203.0.113.7'))).toBe('203.0.113.7');
  });

  it('is the peer when a trusted proxy passes on what is no address', () => {
    for (const forwarded of ['', 'unknown', 'x'.repeat(10_000), '203.0.113.7:80', ', ,'])
      expect(createClientAddress(1)(request('10.0.0.2', forwarded))).toBe('10.0.0.2');
  });

  it('is unknown when the connection has ended already', () => {
    expect(createClientAddress()(request(undefined, '198.51.100.1'))).toBe('unknown');
  });
});
