import type { Config } from '../config.ts';
import type { Logger } from '../ops/log.ts';
import type { Database } from '../store/database.ts';
import { type Auth, createAuth } from './auth.ts';
import { Sessions } from './sessions.ts';

/** Sign-in as a whole: better-auth for its routes, and the quick check of cookies and tokens for everything else. */
export type SignIn = { auth: Auth; sessions: Sessions };

/** @param options.authSecret signs the session cookies; a pure worker has none, and nobody to sign in */
export const openSignIn = (options: {
  config: Config;
  database: Database;
  log: Logger;
  authSecret: string;
}): SignIn => {
  const { config, database, log, authSecret } = options;
  const auth = createAuth({ config, database, secret: authSecret, log });
  const prefix = config.PUBLIC_URL.startsWith('https://') ? '__Secure-' : '';
  return { auth, sessions: new Sessions(database, authSecret, `${prefix}better-auth.session_token`) };
};
