import ipaddr from 'ipaddr.js';
import type { Network } from '../config.ts';

type Address = ipaddr.IPv4 | ipaddr.IPv6;

// What is in the internet has an address of these; of version 6, only this part of all was ever given out.
const given = ipaddr.parseCIDR('2000::/3');
const isPublic = (address: Address): boolean =>
  address.range() === 'unicast' && (address.kind() === 'ipv4' || address.match(given));

const isWithin = (address: Address, [network, bits]: Network): boolean =>
  address.kind() === network.kind() && address.match(network, bits);

/**
 * Whether a webhook may call an address: a public one, or one that the operator has named. What means an address of version 4 is
 * judged as that.
 */
export const mayBeCalled = (text: string, allowed: readonly Network[]): boolean => {
  if (!ipaddr.isValid(text)) return false;
  const address = ipaddr.process(text);
  return isPublic(address) || allowed.some((network) => isWithin(address, network));
};

/** @returns whether the operator has named an address */
export const isNamed = (text: string, allowed: readonly Network[]): boolean =>
  ipaddr.isValid(text) && allowed.some((network) => isWithin(ipaddr.process(text), network));

/** @returns the address that the host of a URL is, without brackets; undefined for a name */
export const literalIn = ({ hostname }: URL): string | undefined => {
  const bare = hostname.replace(/^\[|\]$/g, '');
  return ipaddr.isValid(bare) ? bare : undefined;
};
