import { type Failure, failure, type SignUpPolicy } from '../../protocol/index.ts';
import type { Database } from '../engine/store/database.ts';
import type { Invitations } from '../invitations/index.ts';
import type { Workspace } from '../workspace/index.ts';
import type { Attempts } from './attempts.ts';
import type { SetupCode } from './setup-code.ts';

/** What a newcomer meets: the first account of an empty installation, or what was decided about the workspace. */
export type Welcome = 'first' | SignUpPolicy;

/** What lets an account in; written with it, and unique there. `open`: nothing has to. */
export type Ticket = 'first' | 'open' | (string & {});

/** Why nobody is let in, in the words that pages translate. */
export type AdmissionReason =
  | 'SETUP_CODE_NEEDED'
  | 'INVALID_SETUP_CODE'
  | 'INVITATION_NEEDED'
  | 'INVALID_INVITATION'
  | 'SIGN_UP_CLOSED'
  | 'RATE_LIMITED';

export type Refused = { ok: false; reason: AdmissionReason; refusal: Failure };
export type Admitted = { ok: true; ticket: Ticket };

type Options = {
  database: Database;
  attempts: Attempts;
  invitations: Invitations;
  workspace: Pick<Workspace, 'policy'>;
  code: SetupCode;
};

const anybody = 'select exists (select 1 from "user") as found';

const refused = (reason: AdmissionReason, message: string): Refused => ({
  ok: false,
  reason,
  refusal: failure('forbidden', message),
});

const slowed = (refusal: Failure): Refused => ({ ok: false, reason: 'RATE_LIMITED', refusal });

/** Decides who may make an account. What it decides holds only once the account is stored: the database has the last word. */
export class Admission {
  readonly #options: Options;
  #hasAccounts = false;

  constructor(options: Options) {
    this.#options = options;
  }

  /** What a newcomer meets now. Once there was an account it is asked no more. */
  async welcome(): Promise<Welcome> {
    if (!this.#hasAccounts) {
      const rows = await this.#options.database.query<{ found: boolean }>('account_exists', anybody, []);
      this.#hasAccounts = rows[0]?.found === true;
    }
    return this.#hasAccounts ? this.#options.workspace.policy() : 'first';
  }

  /** @returns the code that the first account needs, while there is none */
  async neededCode(): Promise<string | null> {
    return (await this.welcome()) === 'first' ? this.#options.code.text : null;
  }

  /** @returns who invited with this token, or null when it lets nobody in */
  async hostOf(token: string): Promise<string | null> {
    if ((await this.#options.workspace.policy()) === 'closed') return null;
    return (await this.#options.invitations.find(token))?.host ?? null;
  }

  /** @param given what the newcomer knows; wrong codes and tokens count like wrong passwords */
  async admit(
    given: { code?: string | undefined; invitation?: string | undefined },
    address: string,
  ): Promise<Admitted | Refused> {
    const welcome = await this.welcome();
    if (welcome === 'first') return this.#first(given.code, address);
    if (welcome === 'closed') return refused('SIGN_UP_CLOSED', 'no accounts can be made here');
    if (given.invitation !== undefined) return this.#invited(given.invitation, welcome, address);
    if (welcome !== 'open') return refused('INVITATION_NEEDED', 'invitation: needed');
    return this.#open(address);
  }

  async #first(code: string | undefined, address: string): Promise<Admitted | Refused> {
    if (code === undefined || code.trim() === '')
      return refused('SETUP_CODE_NEEDED', 'code: needed for the first account');
    const attempt = await this.#options.attempts.take({ account: 'the setup code', address });
    if ('ok' in attempt) return slowed(attempt);
    if (!this.#options.code.matches(code)) return refused('INVALID_SETUP_CODE', 'code: wrong');
    await attempt.succeeded();
    return { ok: true, ticket: 'first' };
  }

  async #invited(token: string, welcome: SignUpPolicy, address: string): Promise<Admitted | Refused> {
    const attempt = await this.#options.attempts.take({ address });
    if ('ok' in attempt) return slowed(attempt);
    const invitation = await this.#options.invitations.find(token);
    if (invitation === null)
      return welcome === 'open'
        ? { ok: true, ticket: 'open' }
        : refused('INVALID_INVITATION', 'invitation: unknown, used or over');
    await attempt.succeeded();
    return { ok: true, ticket: invitation.id };
  }

  // Each one counts, also one that succeeds: whoever makes accounts by the dozen is slowed down.
  async #open(address: string): Promise<Admitted | Refused> {
    const attempt = await this.#options.attempts.take({ address });
    return 'ok' in attempt ? slowed(attempt) : { ok: true, ticket: 'open' };
  }
}
