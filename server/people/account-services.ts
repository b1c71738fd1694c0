import type { FrequentActs } from '../audit/index.ts';
import type { SecurityLog } from '../engine/ops/security-log.ts';
import type { Database } from '../engine/store/database.ts';
import type { AddressClaims } from './address-claims.ts';
import type { Admission } from './admission.ts';
import type { Attempts } from './attempts.ts';
import type { Auth } from './auth.ts';
import type { Confirmations } from './confirmation.ts';
import type { Newcomers } from './newcomers.ts';
import type { SingleSignOn } from './oidc/deeds.ts';
import type { Passkeys } from './passkeys/passkeys.ts';
import type { PasswordResets } from './password-resets.ts';
import type { SecondFactors } from './second-factors.ts';
import type { SessionStart } from './session-start.ts';
import type { Sessions } from './sessions.ts';

/** What the account routes need. */
export type AccountServices = {
  auth: Auth;
  sessions: Sessions;
  database: Database;
  admission: Admission;
  attempts: Attempts;
  claims: AddressClaims;
  newcomers: Newcomers;
  confirmations: Confirmations;
  resets: PasswordResets;
  secondFactors: SecondFactors;
  passkeys: Passkeys;
  start: SessionStart;
  /** Null where no provider is set. */
  singleSignOn: SingleSignOn | null;
  providerName: string;
  security: SecurityLog;
  /** Records what somebody can cause as often as they like. */
  frequentActs: FrequentActs;
};
