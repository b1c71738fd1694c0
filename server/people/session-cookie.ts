/**
 * The name of the session's cookie. Under https it is one that no other host can set, and that browsers take for the whole
 * site only (`__Host-`); without TLS browsers refuse that name.
 */
export const sessionCookieName = (publicUrl: string): string =>
  publicUrl.startsWith('https://') ? '__Host-switchboard.session' : 'switchboard.session';

/**
 * The one reading of a Cookie header, for pages, sockets and the account routes alike.
 * @returns the value as it was sent, or null when there is none, or more than one: who may set a second cookie of this name
 * must not choose which of the two counts
 */
export const sessionCookieIn = (header: string | null | undefined, name: string): string | null => {
  const found = (header ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`));
  return found.length === 1 ? (found[0]?.slice(name.length + 1) ?? null) : null;
};
