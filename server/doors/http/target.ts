import type { IncomingMessage } from 'node:http';
import { failure, notFound, type Result, success } from '../../../protocol/index.ts';

/** A host and perhaps a port, as browsers write them. Libraries make an address of it and fail on anything else. */
const hostForm = /^(?:[\w.-]{1,253}|\[[\da-f:.]{2,45}\])(?::\d{1,5})?$/i;
// Only so that what is parsed is a whole address; nobody reads it.
const anyOrigin = 'http://any';

export type Target = {
  /** The path as every owner of a route sees it: percent-encoded where it must be, without dot segments. */
  path: string;
  /** The query with its question mark, or nothing. */
  query: string;
};

const decoded = (path: string): string | null => {
  try {
    return decodeURIComponent(path);
  } catch {
    return null;
  }
};

/** @returns whether the Host header, if there is one, names a host */
export const hasPossibleHost = ({ headers }: Pick<IncomingMessage, 'headers'>): boolean =>
  headers.host === undefined || hostForm.test(headers.host);

/**
 * Reads what a request asks for, once for all owners of routes, so that no two of them can understand it differently.
 * @returns the parsed target, or the refusal of what is none: another form than `/path?query` (proxies ask for whole
 * addresses), a percent sign that encodes nothing, NUL, an empty first segment (elsewhere that is a host)
 */
export const readTarget = (url = '/'): Result<Target> => {
  if (!url.startsWith('/')) return failure('invalid', 'path: must begin with a slash');
  const parsed = URL.parse(`${anyOrigin}${url}`);
  const text = parsed && decoded(parsed.pathname);
  if (text === null) return failure('invalid', 'path: wrongly encoded');
  if (parsed === null || text.startsWith('//') || text.includes('\0')) return notFound();
  return success({ path: parsed.pathname, query: parsed.search });
};
