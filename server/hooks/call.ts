import { type LookupAddress, type LookupOptions, lookup } from 'node:dns';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { Network } from '../config.ts';
import { isNamed, literalIn, mayBeCalled } from './addresses.ts';

/** Milliseconds for all of it: the name, the connection, the answer. */
const patience = 10_000;
/** Bytes of an answer that are read; nothing is made of them. */
const mostAnswer = 16_384;

/** What became of a call. `status`: of the answer, where there was one. */
export type Called = { delivered: boolean; status: number | null; error: string | null; milliseconds: number };

const refused = (address: string) => new Error(`${address} is private: HOOK_ALLOWED_ADDRESSES does not name it`);

type Found = (error: Error | null, address: string | LookupAddress[], family?: number) => void;

/**
 * Finds the addresses of a name, and gives back none when one of them may not be called. What was looked at is what is connected
 * to: a name that changes its mind between the two leads nowhere else.
 */
const checkedLookup =
  (allowed: readonly Network[], insecure: boolean) =>
  (hostname: string, options: LookupOptions, found: Found): void => {
    lookup(hostname, { family: options.family ?? 0, all: true }, (error, addresses) => {
      if (error) return found(error, []);
      const isGood = (address: string) => (insecure ? isNamed : mayBeCalled)(address, allowed);
      const wrong = addresses.find(({ address }) => !isGood(address));
      const [first] = addresses;
      if (wrong !== undefined || first === undefined) return found(refused(wrong?.address ?? hostname), []);
      if (options.all) found(null, addresses);
      else found(null, first.address, first.family);
    });
  };

/**
 * @returns why an address cannot be called, as far as one can tell without looking up its name; null when nothing speaks against it
 */
export const faultOfUrl = (text: string, allowed: readonly Network[]): string | null => {
  const url = URL.parse(text);
  if (url === null) return 'is no address';
  const literal = literalIn(url);
  if (literal !== undefined && !mayBeCalled(literal, allowed)) return refused(literal).message;
  if (url.protocol === 'https:') return null;
  // Unencrypted only within what the operator has named; of a name that is found out when it is called.
  const isInside =
    url.protocol === 'http:' && allowed.length > 0 && (literal === undefined || isNamed(literal, allowed));
  return isInside ? null : 'must begin with https:';
};

type Posting = { body: string; headers: Record<string, string>; allowed: readonly Network[] };

const send = (url: URL, { body, headers, allowed }: Posting): Promise<number> => {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const insecure = url.protocol === 'http:';
  const request = (insecure ? requestHttp : requestHttps)(url, {
    method: 'POST',
    headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
    lookup: checkedLookup(allowed, insecure),
    // A connection that stands could lead to where nobody has looked this time.
    agent: false,
    signal: AbortSignal.timeout(patience),
  });
  request.on('error', reject);
  request.on('response', (response) => {
    let left = mostAnswer;
    response.on('data', (chunk: Buffer) => {
      left -= chunk.length;
      if (left < 0) response.destroy();
    });
    // The answer counts as soon as it has begun; its rest is read only to be polite.
    response.on('error', () => {}).on('close', () => resolve(response.statusCode ?? 0));
  });
  request.end(body);
  return promise;
};

const textOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  return error.name === 'AbortError' || error.name === 'TimeoutError'
    ? `no answer within ${patience / 1_000} s`
    : error.message;
};

/** Calls another program once. Never throws; redirects are not followed. */
export const call = async (text: string, posting: Posting): Promise<Called> => {
  const begun = performance.now();
  const took = () => Math.round(performance.now() - begun);
  const fault = faultOfUrl(text, posting.allowed);
  if (fault !== null) return { delivered: false, status: null, error: fault, milliseconds: took() };
  try {
    const status = await send(new URL(text), posting);
    const delivered = status >= 200 && status < 300;
    const error = status >= 300 && status < 400 ? 'redirects are not followed' : `answered ${status}`;
    return { delivered, status, error: delivered ? null : error, milliseconds: took() };
  } catch (error) {
    return { delivered: false, status: null, error: textOf(error).slice(0, 300), milliseconds: took() };
  }
};
