import { type Failure, failure, type SignUpPolicy } from '../../protocol/index.ts';
import type { Database } from '../engine/store/database.ts';
import type { Invitations } from '../invitations/index.ts';
import type { Workspace } from '../workspace/index.ts';
import type { AddressClaims } from './address-claims.ts';
import type { Attempts } from './attempts.ts';
import type { SetupCode } from './setup-code.ts';

/** What a newcomer meets: the first account of an empty installation, or what was decided about the workspace. */
export type Welcome = 'first' | SignUpPolicy;

/**
 * What lets an account in: the id of an invitation, or `address:` and that of a claim. It is written with the account, and unique
 * there, except where nothing has to (`open`), or a provider says whose the address is (`domain`).
 */
export type Ticket = 'first' | 'open' | 'domain' | (string & {});

/** Why nobody is let in, in the words that pages translate. */
export type AdmissionReason =
  | 'SETUP_CODE_NEEDED'
  | 'INVALID_SETUP_CODE'
  | 'INVITATION_NEEDED'
  | 'INVALID_INVITATION'
  | 'SIGN_UP_CLOSED'
  | 'DOMAIN_NOT_ALLOWED'
  | 'CONFIRMATION_NEEDED'
  | 'LINK_OVER'
  | 'RATE_LIMITED';

export type Refused = { ok: false; reason: AdmissionReason; refusal: Failure };
export type Admitted = { ok: true; ticket: Ticket };

type Options = {
  database: Database;
  attempts: Attempts;
  invitations: Invitations;
  workspace: Pick<Workspace, 'policy' | 'domains'>;
  claims: Pick<AddressClaims, 'ofNewcomer' | 'canSend'>;
  code: SetupCode;
};

/** Who comes, and what they know. */
export type Given = {
  code?: string | undefined;
  invitation?: string | undefined;
  /** The token of a link that went to their address. */
  confirmation?: string | undefined;
  /** In small letters, as it will be stored. */
  email: string | null;
  /** Whether it was proved elsewhere to be theirs. */
  isProved: boolean;
};

const anybody = 'select exists (select 1 from "user") as found';

const refused = (reason: AdmissionReason, message: string): Refused => ({
  ok: false,
  reason,
  refusal: failure('forbidden', message),
});

const domainOf = (email: string): string => email.slice(email.lastIndexOf('@') + 1);

const slowed = (refusal: Failure): Refused => ({ ok: false, reason: 'RATE_LIMITED', refusal });

const notOfDomain = () =>
  refused('DOMAIN_NOT_ALLOWED', 'email: of none of the domains whose people may make an account here');

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
    if (!this.#hasAccounts) return 'first';
    const policy = await this.#options.workspace.policy();
    return policy === 'domain' && !this.#options.claims.canSend ? 'invited' : policy;
  }

  /** @returns the domains whose people may make an account, where it depends on that */
  async domains(): Promise<readonly string[]> {
    return (await this.welcome()) === 'domain' ? this.#options.workspace.domains() : [];
  }

  /** @returns why nobody with this address may ask for the letter with which one makes an account, or null */
  async refusalOf(email: string): Promise<Refused | null> {
    const welcome = await this.welcome();
    if (welcome === 'closed') return refused('SIGN_UP_CLOSED', 'no accounts can be made here');
    if (welcome !== 'domain') return refused('INVITATION_NEEDED', 'invitation: needed');
    return (await this.#isOfDomain(email)) ? null : notOfDomain();
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

  /** Wrong codes and tokens count like wrong passwords. @param address from where they come */
  async admit(given: Given, address: string): Promise<Admitted | Refused> {
    const welcome = await this.welcome();
    if (welcome === 'first') return this.#first(given.code, address);
    if (welcome === 'closed') return refused('SIGN_UP_CLOSED', 'no accounts can be made here');
    if (given.invitation !== undefined) return this.#invited(given.invitation, welcome, address);
    if (welcome === 'domain') return this.#ofDomain(given, address);
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

  async #isOfDomain(email: string): Promise<boolean> {
    return (await this.#options.workspace.domains()).includes(domainOf(email));
  }

  async #ofDomain({ confirmation, email, isProved }: Given, address: string): Promise<Admitted | Refused> {
    if (email === null || !(await this.#isOfDomain(email))) return notOfDomain();
    if (isProved) return this.#open(address, 'domain');
    if (confirmation === undefined) return refused('CONFIRMATION_NEEDED', 'confirmation: needed');
    const attempt = await this.#options.attempts.take({ address });
    if ('ok' in attempt) return slowed(attempt);
    const claim = await this.#options.claims.ofNewcomer(confirmation);
    if (claim?.email !== email) return refused('LINK_OVER', 'confirmation: unknown, used, over or of another address');
    await attempt.succeeded();
    return { ok: true, ticket: `address:${claim.id}` };
  }

  // Each one counts, also one that succeeds: whoever makes accounts by the dozen is slowed down.
  async #open(address: string, ticket: Ticket = 'open'): Promise<Admitted | Refused> {
    const attempt = await this.#options.attempts.take({ address });
    return 'ok' in attempt ? slowed(attempt) : { ok: true, ticket };
  }
}
