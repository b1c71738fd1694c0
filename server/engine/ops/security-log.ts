import { createHmac } from 'node:crypto';
import type { Logger } from './log.ts';
import { Sampled } from './sampled.ts';

/** What an operator must be able to find out afterwards: who got in, who did not, whose rights changed. */
export type SecurityEvent =
  | 'signed_in'
  | 'signed_up'
  | 'signed_out'
  | 'sessions_ended'
  | 'password_changed'
  | 'address_changed'
  | 'confirmed'
  | 'password_reset'
  | 'provider_linked'
  | 'passkey_made'
  | 'passkey_ended'
  | 'provider_unlinked'
  | 'second_factor_due'
  | 'second_factor_on'
  | 'second_factor_off'
  | 'recovery_codes_made'
  | 'reset_link_made'
  | 'token_made'
  | 'token_ended'
  | 'hook_made'
  | 'hook_ended'
  | 'source_made'
  | 'source_rotated'
  | 'source_ended'
  | 'role_changed'
  | 'account_deactivated'
  | 'account_reactivated'
  | 'account_unprotected'
  | 'invitation_made'
  | 'invitation_revoked';

/** What went wrong; anybody can cause these, and so as many of them as they like. */
export type SecurityRefusal =
  | 'sign_in_refused'
  | 'sign_up_refused'
  | 'password_refused'
  | 'reset_refused'
  | 'provider_failed'
  | 'passkey_refused'
  | 'second_factor_refused'
  | 'slowed_down'
  | 'account_change_refused'
  | 'foreign_page';

type About = { address?: string | undefined; userId?: string | undefined } & Record<string, unknown>;

/** One line for each event that is about security, with `security` naming it. */
export class SecurityLog {
  readonly #log: Logger;
  readonly #secret: string;
  readonly #refusals = new Sampled();

  /** @param secret makes the marks of e-mail addresses, so that they cannot be found by trying */
  constructor(log: Logger, secret: string) {
    this.#log = log;
    this.#secret = secret;
  }

  note(security: SecurityEvent, about: About): void {
    this.#log.info({ security, ...about }, security.replaceAll('_', ' '));
  }

  /** Like `note`, at most ten a minute of one kind and address; a line says how many were left out before it. */
  refused(security: SecurityRefusal, about: About): void {
    const { write, leftOut } = this.#refusals.ask(`${security} ${about.address ?? ''}`);
    if (write) this.#log.warn({ security, ...about, ...(leftOut > 0 && { leftOut }) }, security.replaceAll('_', ' '));
  }

  /**
   * Stands for what was typed as an e-mail address: the same for the same, and nothing that can be read. Many a password
   * has been typed into that field.
   */
  mark(email: string): string {
    return createHmac('sha256', this.#secret).update(`mark of ${email}`).digest('hex').slice(0, 16);
  }
}
