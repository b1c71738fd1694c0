import type { SourcePlace } from '../../../protocol/index.ts';

/** @returns the consumer group of a Kafka source */
export const groupOf = (key: string, { group }: Extract<SourcePlace, { kind: 'kafka' }>): string =>
  group ?? `switchboard-${key}`;

/**
 * @returns what only one source can read, since two would each get a part of it; null where any number can. Of a broker with several
 * names this knows only one: what it does not notice is a mistake, and costs no event
 */
export const occupied = (key: string, place: SourcePlace): string | null => {
  if (place.kind === 'kafka') return JSON.stringify(['kafka', place.topic, groupOf(key, place)]);
  if (place.kind === 'rabbitmq')
    return JSON.stringify(['rabbitmq', new URL(place.url).host, new URL(place.url).pathname, place.queue]);
  if (place.kind === 'redis-stream') return JSON.stringify(['redis', place.url ?? null, place.stream]);
  return null;
};

/** @returns why a place cannot be without a secret, or null */
export const neededSecret = (place: SourcePlace): string | null => {
  if (place.kind === 'kafka' && place.mechanism !== undefined) return 'a password goes with mechanism';
  return null;
};

/** @returns an address with the password that goes into it */
export const withPassword = (address: string, password: string | null): string => {
  if (password === null) return address;
  const url = new URL(address);
  url.password = encodeURIComponent(password);
  return url.href;
};
