import proxyAddr from '@fastify/proxy-addr';
import ipaddr from 'ipaddr.js';
import { z } from 'zod';

/** What stands between commas, without blanks around it; nothing of an empty text. */
export const list = (value: string) =>
  value
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');

/** A scheme, host and port; what follows them is dropped. */
export const origin = z.string().transform((value, context) => {
  const url = URL.parse(value);
  if (url === null || !['http:', 'https:'].includes(url.protocol)) {
    context.addIssue({ code: 'custom', message: `"${value}" is not an origin like https://chat.example.com` });
    return z.NEVER;
  }
  return url.origin;
});

const isThisMachine = (host: string): boolean => ['localhost', '127.0.0.1', '[::1]'].includes(host);

/** The address of a service under one of these schemes; the error shows the example. */
export const address = (protocols: string[], example: string) =>
  z.string().refine((value) => protocols.some((protocol) => value.startsWith(`${protocol}://`)), {
    error: `must look like ${example}`,
  });

/** 32 characters or more: 128 bits in hexadecimal digits, the least that is not guessed. */
export const secret = z
  .string()
  .min(32, { error: 'must have at least 32 characters; `openssl rand -hex 32` makes a good one' });

const proxiesForm = {
  error: 'must be a number of hops, or addresses and networks like 10.0.0.0/8, loopback, uniquelocal',
};

/** Hops, or the addresses, networks and names that proxy-addr knows. */
export const trustedProxies = z.string().transform((value, context): number | string[] => {
  if (/^\d{1,2}$/.test(value)) return Number(value);
  const proxies = list(value);
  try {
    proxyAddr.compile(proxies);
    return proxies;
  } catch {
    context.addIssue({ code: 'custom', message: proxiesForm.error });
    return z.NEVER;
  }
});

const networksForm = { error: 'must be addresses or networks like 10.1.2.3 or 10.0.0.0/8, separated by commas' };

/** An address or a network: what it begins with, and how many bits of that count. */
export type Network = [ipaddr.IPv4 | ipaddr.IPv6, number];

/** Addresses and networks; an address is a network of one. */
export const networks = z.string().transform((value, context): Network[] =>
  list(value).map((item) => {
    if (ipaddr.isValidCIDR(item)) return ipaddr.parseCIDR(item);
    if (ipaddr.isValid(item)) {
      const address = ipaddr.parse(item);
      return [address, address.kind() === 'ipv4' ? 32 : 128];
    }
    context.addIssue({ code: 'custom', message: networksForm.error });
    return z.NEVER;
  }),
);

/** 12 letters and digits or more, whatever stands between them. */
export const setupCode = z.string().refine((value) => value.replaceAll(/[^\p{L}\p{N}]/gu, '').length >= 12, {
  error: 'must have at least 12 letters and digits',
});

/** Who signs people in: by https, but on this machine. */
export const issuer = z.string().refine(
  (value) => {
    const url = URL.parse(value);
    return url !== null && (url.protocol === 'https:' || (url.protocol === 'http:' && isThisMachine(url.hostname)));
  },
  { error: 'must begin with https://' },
);
