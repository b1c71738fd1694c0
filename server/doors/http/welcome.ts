import type { Admission } from '../../people/index.ts';

// Where somebody without a session is told how to get one.
const welcoming = new Set(['/', '/sign-in', '/sign-up', '/forgotten']);

/** A page names no more than so many: who is of none of them is told so. */
const shownDomains = 5;

/**
 * What pages are told of those who have no session, as the value of a header.
 * @param url path and query of the page
 * @param known what else is to be said: whether mail is sent, and whether a second factor is due
 * @returns how an account is made here and who invited them, or nothing where a page is not about that
 */
export const welcomeOf = async (
  admission: Pick<Admission, 'welcome' | 'hostOf' | 'domains'>,
  url: string | undefined,
  { mail, provider, secondStep }: { mail: boolean; provider: string | null; secondStep: () => Promise<boolean> },
): Promise<string | undefined> => {
  const asked = URL.parse(url ?? '/', 'http://localhost');
  if (asked === null || !welcoming.has(asked.pathname)) return undefined;
  const token = asked.searchParams.get('invitation');
  const [welcome, host, domains, isDue] = await Promise.all([
    admission.welcome(),
    token === null ? null : admission.hostOf(token),
    asked.pathname === '/sign-up' ? admission.domains() : [],
    asked.pathname === '/sign-in' && secondStep(),
  ]);
  return encodeURIComponent(
    JSON.stringify({ welcome, host, domains: domains.slice(0, shownDomains), mail, provider, secondStep: isDue }),
  );
};
