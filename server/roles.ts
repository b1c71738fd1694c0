import type { Config } from './config.ts';

/**
 * Loads the code of this instance's roles, Next.js included; it needs no database, so both are made ready at once. A worker
 * never loads pages, sign-in or sockets.
 */
export const loadRoles = async ({ ROLES, development }: Config) => {
  const servesPeople = ROLES.has('live') || ROLES.has('web');
  const [signIn, events, live, web] = await Promise.all([
    servesPeople ? import('./people/sign-in.ts') : undefined,
    servesPeople ? import('./event-routes.ts') : undefined,
    ROLES.has('live') ? import('./live.ts') : undefined,
    ROLES.has('web') ? import('./web.ts') : undefined,
  ]);
  return { signIn, events, live, web, renderer: await web?.prepareWeb(development) };
};
