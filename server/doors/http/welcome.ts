import type { Admission } from '../../people/index.ts';

// Where somebody without a session is told how to get one.
const welcoming = new Set(['/', '/sign-in', '/sign-up']);

/**
 * What pages are told of those who have no session, as the value of a header.
 * @param url path and query of the page
 * @returns how an account is made here and who invited them, or nothing where a page is not about that
 */
export const welcomeOf = async (
  admission: Pick<Admission, 'welcome' | 'hostOf'>,
  url: string | undefined,
): Promise<string | undefined> => {
  const asked = URL.parse(url ?? '/', 'http://localhost');
  if (asked === null || !welcoming.has(asked.pathname)) return undefined;
  const token = asked.searchParams.get('invitation');
  const [welcome, host] = await Promise.all([admission.welcome(), token === null ? null : admission.hostOf(token)]);
  return encodeURIComponent(JSON.stringify({ welcome, host }));
};
