import { createHash, randomBytes } from 'node:crypto';
import {
  type Data,
  type Failure,
  failure,
  failureWith,
  type Invitation,
  limits,
  type Me,
  notFound,
  type Payload,
  type Result,
  Role,
  success,
} from '../../protocol/index.ts';
import type { SecurityLog } from '../engine/ops/security-log.ts';
import type { Database } from '../engine/store/database.ts';
import { inTransaction } from '../engine/store/transaction.ts';
import type { Mail } from '../mail/index.ts';
import type { Workspace } from '../workspace/index.ts';

const columns = `i.id, i.created_by as "createdBy", i.created_at as "createdAt", i.expires_at as "expiresAt",
  i.role, i.uses, i.used, i.rooms as "roomIds"`;
const isOpen = 'i.used_at is null and i.expires_at > now()';

const create = 'select * from invite($1, $2::bytea[], $3::text[], $4, $5, $6, $7::uuid[], $8, $9)';
const listOwn = `
  select ${columns} from invitation i where i.created_by = $1 and ${isOpen}
  order by i.created_at desc, i.id desc limit 1000`;
const listAll = `
  select ${columns} from invitation i where ${isOpen} order by i.created_at desc, i.id desc limit 1000`;
const readThese = `select ${columns} from unnest($1::uuid[]) w (id) cross join lateral (
  select * from invitation i where i.id = w.id limit 1) i`;
const revoke = 'select end_invitation($1, $2, $3) as id';
const find = `
  select i.id, host.name as host, i.role from invitation i join "user" host on host.id = i.created_by
  where i.token_hash = $1 and invitation_holds(i)`;

type Row = Omit<Invitation, 'createdAt' | 'expiresAt' | 'role'> & { createdAt: Date; expiresAt: Date; role: string };
type Outcome = 'done' | 'forbidden' | 'only_admins' | 'no_room' | 'guest_without_room' | 'too_many';

const toInvitation = ({ createdAt, expiresAt, role, ...rest }: Row): Invitation => ({
  ...rest,
  role: Role.catch('member').parse(role),
  createdAt: createdAt.toISOString(),
  expiresAt: expiresAt.toISOString(),
});

const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();

const newToken = (): string => randomBytes(16).toString('base64url');

const tooManyMails = (): Failure =>
  failureWith({ reason: 'too_many_mails' }, 'conflict', 'too many letters to this address, or by you');

const toRefusal = (outcome: Exclude<Outcome, 'done'>): Failure => {
  switch (outcome) {
    case 'only_admins':
      return failureWith({ reason: 'only_admins' }, 'forbidden', 'only admins may do this here');
    case 'no_room':
      return failureWith({ reason: 'no_room' }, 'not_found', 'roomIds: not found');
    case 'guest_without_room':
      return failureWith({ reason: 'guest_without_room' }, 'conflict', 'roomIds: a guest needs at least one');
    case 'too_many':
      return failure('conflict', `at most ${limits.openInvitations} open invitations; revoke one first`);
    case 'forbidden':
      return failure('forbidden', 'not for guests');
  }
};

/** Undoes the transaction of what is refused. */
class Refused extends Error {
  readonly failure: Failure;

  constructor(refusal: Failure) {
    super(refusal.error.message);
    this.failure = refusal;
  }
}

type Options = {
  database: Database;
  workspace: Pick<Workspace, 'policy'>;
  mail: Mail;
  /** The origin that links in letters begin with. */
  publicUrl: string;
  security: SecurityLog;
};
type Terms = Omit<Payload<'invitation:create'>, 'uses'> & { uses: number };
type Way = { token: string; email: string | null };
/** Who makes or ends an invitation, and from where. */
type By = Pick<Me, 'id' | 'role'> & { address: string };

/** Ways for members to let others in. Who may, and whether one still holds, is judged in SQL under its lock. */
export class Invitations {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  /** @returns the invitation and its token; `forbidden` where sign-up is closed, `conflict` with too many open ones */
  async create(by: By, terms: Payload<'invitation:create'>): Promise<Result<Data<'invitation:create'>>> {
    const token = newToken();
    const made = await this.#make(this.#options.database, by, terms, [{ token, email: null }]);
    if (!made.ok) return made;
    const [invitation] = made.data;
    if (invitation === undefined) throw new Error('an invitation was made and is not there');
    return success({ invitation, token });
  }

  /** Mails a link of its own to each address: all of them, or none. */
  async send(
    by: By & Pick<Me, 'name'>,
    { emails, language, ...terms }: Payload<'invitation:send'>,
  ): Promise<Result<Data<'invitation:send'>>> {
    const { database, mail, publicUrl } = this.#options;
    if (!mail.isOn) return failureWith({ reason: 'no_mail' }, 'conflict', 'no mail can be sent here');
    const ways = [...new Set(emails)].map((email) => ({ token: newToken(), email }));
    const until = new Date(Date.now() + terms.days * 86_400_000);
    try {
      const invitations = await inTransaction(database, async (transaction) => {
        // The letters first: their lock comes before that of the audit log.
        for (const { token, email } of ways) {
          const values = { host: by.name, link: `${publicUrl}/sign-up?invitation=${encodeURIComponent(token)}` };
          const letter = { to: email, language, template: 'invitation', values, senderId: by.id, until } as const;
          if (!(await mail.add(transaction, letter))) throw new Refused(tooManyMails());
        }
        const made = await this.#make(transaction, by, { ...terms, uses: 1 }, ways);
        if (!made.ok) throw new Refused(made);
        return made.data;
      });
      return success({ invitations });
    } catch (error) {
      if (error instanceof Refused) return error.failure;
      throw error;
    }
  }

  /** Those that can still be used: one's own, and everybody's for admins. */
  async list(by: Pick<By, 'id' | 'role'>): Promise<Result<Data<'invitation:list'>>> {
    const { database } = this.#options;
    const rows =
      by.role === 'admin'
        ? await database.query<Row>('invitation_list_all', listAll, [])
        : await database.query<Row>('invitation_list_own', listOwn, [by.id]);
    return success({ invitations: rows.map(toInvitation) });
  }

  /** One's own, or as an admin anybody's. One that was used up or has ended is `not_found`. */
  async revoke(by: By, { invitationId }: Payload<'invitation:revoke'>): Promise<Result<Invitation>> {
    const { database, security } = this.#options;
    const [known] = await this.#read(database, [invitationId]);
    const [row] = await database.query<{ id: string | null }>('invitation_revoke', revoke, [
      ...[by.id, invitationId, by.address],
    ]);
    if (known === undefined || row?.id == null) return notFound();
    security.note('invitation_revoked', { userId: by.id, invitationId });
    return success(known);
  }

  /** @returns what a link leads to, or null when it cannot be used (any more) */
  async find(token: string): Promise<{ id: string; host: string } | null> {
    const rows = await this.#options.database.query<{ id: string; host: string }>('invitation_find', find, [
      hashOf(token),
    ]);
    return rows[0] ?? null;
  }

  async #make(
    database: Pick<Database, 'query'>,
    by: By,
    { days, uses, role, roomIds }: Terms,
    links: readonly Way[],
  ): Promise<Result<Invitation[]>> {
    const { workspace, security } = this.#options;
    if ((await workspace.policy()) === 'closed') return failure('forbidden', 'no accounts can be made here');
    const [row] = await database.query<{ outcome: Outcome; made: string[] | null }>('invitation_create', create, [
      ...[by.id, links.map(({ token }) => hashOf(token)), links.map(({ email }) => email)],
      ...[days, uses, role, roomIds, limits.openInvitations, by.address],
    ]);
    const outcome = row?.outcome ?? 'forbidden';
    if (outcome !== 'done') return toRefusal(outcome);
    const made = await this.#read(database, row?.made ?? []);
    for (const { id } of made) security.note('invitation_made', { userId: by.id, invitationId: id, role, uses });
    return success(made);
  }

  async #read(database: Pick<Database, 'query'>, ids: readonly string[]): Promise<Invitation[]> {
    return (await database.query<Row>('invitation_these', readThese, [ids])).map(toInvitation);
  }
}
