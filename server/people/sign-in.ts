import { FrequentActs } from '../audit/index.ts';
import type { Config } from '../config.ts';
import { JobList } from '../engine/jobs/add-job.ts';
import type { Logger } from '../engine/ops/log.ts';
import { Sealed } from '../engine/ops/sealed.ts';
import { SecurityLog } from '../engine/ops/security-log.ts';
import type { Database } from '../engine/store/database.ts';
import { Invitations } from '../invitations/index.ts';
import { Mail } from '../mail/index.ts';
import { Workspace } from '../workspace/index.ts';
import { createAccountRoutes } from './account-routes.ts';
import { AddressClaims } from './address-claims.ts';
import { Admission } from './admission.ts';
import { Attempts } from './attempts.ts';
import { createAuth } from './auth.ts';
import { Confirmations } from './confirmation.ts';
import { Newcomers } from './newcomers.ts';
import { openSingleSignOn } from './oidc/deeds.ts';
import { Passkeys } from './passkeys/passkeys.ts';
import { PasswordResets } from './password-resets.ts';
import { SecondFactors } from './second-factors.ts';
import { sessionCookieName } from './session-cookie.ts';
import { SessionStart } from './session-start.ts';
import { SessionUse } from './session-use.ts';
import { Sessions } from './sessions.ts';
import { SetupCode } from './setup-code.ts';

/** Sign-in as a whole. */
export type SignIn = {
  /** The quick check of cookies and tokens, for everything but the account routes. */
  sessions: Sessions;
  /** Who may make an account. */
  admission: Admission;
  resets: PasswordResets;
  security: SecurityLog;
  invitations: Invitations;
  /** Why a session may not do dear things now. */
  unconfirmed: Confirmations['unconfirmed'];
  workspace: Workspace;
  /** Keeps secrets that must be read again. */
  sealed: Sealed;
  /**
   * Answers everything under `/api/auth`.
   * @param onChange called after every request that may have changed somebody's account or session
   */
  createRoutes(onChange: () => void): ReturnType<typeof createAccountRoutes>;
};

/**
 * @param options.authSecret signs the session cookies; a pure worker has none, and nobody to sign in
 * @param options.stack what must be undone at the end
 */
export const openSignIn = (options: {
  config: Config;
  database: Database;
  log: Logger;
  authSecret: string;
  stack: AsyncDisposableStack;
}): SignIn => {
  const { config, database, log, authSecret, stack } = options;
  const cookieName = sessionCookieName(config.PUBLIC_URL);
  const use = new SessionUse(database);
  const sessions = new Sessions({ database, secret: authSecret, cookieName, use });
  const security = new SecurityLog(log, authSecret);
  const confirmations = new Confirmations(database);
  const secondFactors = new SecondFactors(database, authSecret);
  const jobs = new JobList(database);
  const mail = new Mail({ url: config.SMTP_URL, jobs });
  const resets = new PasswordResets({ database, mail, jobs, publicUrl: config.PUBLIC_URL });
  const attempts = new Attempts({ database, secret: authSecret, factor: config.RATE_LIMIT_FACTOR });
  const workspace = new Workspace({ database, fixed: config.SIGN_UP, mail: mail.isOn, confirms: mail.isOn });
  const invitations = new Invitations({ database, workspace, mail, publicUrl: config.PUBLIC_URL, security });
  const claims = new AddressClaims({ database, mail, jobs, publicUrl: config.PUBLIC_URL });
  const code = new SetupCode(authSecret, config.SETUP_CODE);
  const admission = new Admission({ database, attempts, invitations, workspace, claims, code });
  const isSecure = config.PUBLIC_URL.startsWith('https://');
  const start = new SessionStart({ ...{ database, cookieName, isSecure }, secret: authSecret });
  const newcomers = new Newcomers(database);
  const passkeys = new Passkeys({ database, publicUrl: config.PUBLIC_URL, origins: config.ALLOWED_ORIGINS });
  const frequentActs = new FrequentActs(database);
  const singleSignOn = openSingleSignOn(config, {
    ...{ database, admission, newcomers, start, security, frequentActs },
    secret: authSecret,
  });
  const auth = createAuth({ ...{ config, database, cookieName, log }, secret: authSecret });
  const writing = use.start(log);
  stack.defer(() => writing.stop());
  return {
    ...{ sessions, admission, resets, security, invitations, workspace, unconfirmed: confirmations.unconfirmed },
    sealed: new Sealed(authSecret),
    createRoutes: (onChange) =>
      createAccountRoutes({
        ...{
          auth,
          sessions,
          database,
          admission,
          attempts,
          claims,
          newcomers,
          confirmations,
          resets,
          secondFactors,
          singleSignOn,
          passkeys,
          start,
          security,
          frequentActs,
          cookieName,
          onChange,
        },
        publicUrl: config.PUBLIC_URL,
        providerName: config.OIDC_NAME,
        allowedOrigins: config.ALLOWED_ORIGINS,
        rateLimitFactor: config.RATE_LIMIT_FACTOR,
      }),
  };
};
