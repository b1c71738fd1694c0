import { randomBytes } from 'node:crypto';

/** What a browser may do with a page, and the nonce by which it knows the page's own scripts. */
export type PagePolicy = { nonce: string; policy: string };

/**
 * Makes the Content-Security-Policy of each page: scripts are the build's files, or carry the nonce of this very answer;
 * everything else comes from here as well. Without `strict-dynamic`, which blocks the scripts that Next.js itself adds
 * for segments that load or fail. Styles may be inline: Radix, sonner and the virtual list set them from script.
 * @param options.origins the addresses of this site, whose pages may open a WebSocket to their own host (not every
 * browser counts that as `'self'`)
 */
export const createPagePolicy = (options: { origins: ReadonlySet<string>; development: boolean }) => {
  // React and hot reload evaluate code while one develops, and only then.
  const evaluation = options.development ? " 'unsafe-eval'" : '';
  const sockets = new Map(
    [...options.origins].map((origin) => [URL.parse(origin)?.host, origin.replace(/^http/, 'ws')]),
  );
  /** @param host the Host header, for which page this is */
  return (host: string | undefined): PagePolicy => {
    const nonce = randomBytes(16).toString('base64');
    const socket = sockets.get(host);
    const directives = [
      "default-src 'self'",
      `script-src 'self' 'nonce-${nonce}'${evaluation}`,
      "style-src 'self' 'unsafe-inline'",
      "img-src 'self' data: blob:",
      `connect-src 'self'${socket === undefined ? '' : ` ${socket}`}`,
      "object-src 'none'",
      "frame-ancestors 'none'",
      "base-uri 'self'",
      "form-action 'self'",
    ];
    return { nonce, policy: directives.join('; ') };
  };
};
