import type { IncomingHttpHeaders } from 'node:http';
import { type Failure, failure, type Result, success } from '../../../protocol/index.ts';
import type { Identity, Sessions } from '../../people/index.ts';

/** What a route needs to give somebody a file. */
export type DownloadOptions = {
  sessions: Pick<Sessions, 'byCookie'>;
  /** @returns why a session is not enough for what is dear, or null */
  unconfirmed: (sessionId: string) => Promise<Failure | null>;
};

/**
 * Whom a file may be given: whoever is signed in with the session of a page, has lately proved who they are, and asks from a page of
 * this site. A link on another site leads nowhere, and no API token is enough.
 */
export const whoDownloads = async (
  { sessions, unconfirmed }: DownloadOptions,
  headers: IncomingHttpHeaders,
): Promise<Result<Identity>> => {
  const identity = await sessions.byCookie(headers.cookie);
  if (identity === null) return failure('unauthenticated', 'sign in first');
  const from = headers['sec-fetch-site'];
  if (from !== undefined && from !== 'same-origin' && from !== 'none')
    return failure('forbidden', 'only for pages of this site');
  return (await unconfirmed(identity.sessionId)) ?? success(identity);
};
