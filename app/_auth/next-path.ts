const home = '/chat';

/**
 * Where to go after signing in. Only paths of this site: a link must not be able to send people elsewhere.
 * @param wanted value of `?next=`
 */
export const safeNextPath = (wanted: string | null | undefined): string => {
  if (!wanted?.startsWith('/')) return home;
  // "//host" and "/\host" are other sites to a browser; so is anything that the URL parser resolves away from the base.
  const base = 'http://same.site';
  const url = URL.parse(wanted, base);
  return url !== null && url.origin === base && !/^\/[/\\]/.test(url.pathname)
    ? `${url.pathname}${url.search}${url.hash}`
    : home;
};

/** @returns the sign-up page's address, which leads to `path` afterwards */
export const signUpPath = (path: string): string =>
  path === home ? '/sign-up' : `/sign-up?next=${encodeURIComponent(path)}`;

/**
 * @param why what else the page is to be asked with, as more of its query
 * @returns the sign-in page's address, which leads back to `path` afterwards
 */
export const signInPath = (path: string, why = ''): string =>
  path === home && why === '' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(path)}${why}`;

/** @returns a page's own address with the query that it was asked with, as `searchParams` gives it */
export const pathWith = (path: string, query: Readonly<Record<string, string | string[] | undefined>>): string => {
  const pairs = Object.entries(query).flatMap(([name, value]) => [value ?? []].flat().map((one) => [name, one]));
  return pairs.length === 0 ? path : `${path}?${new URLSearchParams(pairs)}`;
};
