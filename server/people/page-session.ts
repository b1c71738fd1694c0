import { headers } from 'next/headers';
import { Me } from '../../protocol/index.ts';
import { pageSessionHeader } from './page-session-header.ts';

/**
 * Who asks for this page, for server components.
 * The session was already checked by `server/http/pages.ts`, so this costs neither a query nor a second database pool.
 * @returns the signed-in person, or null
 */
export const pageSession = async (): Promise<Me | null> => {
  const value = (await headers()).get(pageSessionHeader);
  return value === null ? null : Me.parse(JSON.parse(decodeURIComponent(value)));
};
