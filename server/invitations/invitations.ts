import { createHash, randomBytes } from 'node:crypto';
import {
  type Data,
  failure,
  type Invitation,
  limits,
  type Me,
  notFound,
  type Payload,
  type Result,
  success,
} from '../../protocol/index.ts';
import { fromAddress } from '../audit/index.ts';
import type { SignUpPolicy } from '../config.ts';
import type { SecurityLog } from '../engine/ops/security-log.ts';
import type { Database } from '../engine/store/database.ts';

const columns = 'id, created_by as "createdBy", created_at as "createdAt", expires_at as "expiresAt"';

const create = `select ${columns} from ${fromAddress('$5')}, make_invitation($1, $2, $3, $4)`;
const listOwn = `
  select ${columns} from invitation where created_by = $1 and used_at is null and expires_at > now()
  order by created_at desc, id desc limit 1000`;
const listAll = `
  select ${columns} from invitation where used_at is null and expires_at > now()
  order by created_at desc, id desc limit 1000`;
const revoke = `
  with gone as (
    delete from invitation where id = $1 and used_at is null and expires_at > now() and (created_by = $2 or $3) returning *),
  noted as (select audit($2::uuid, 'invitation.revoke', 'invitation', id::text, null, $4) from gone)
  select ${columns} from gone cross join noted`;
const find = `
  select i.id, host.name as host from invitation i join "user" host on host.id = i.created_by
  where i.token_hash = $1 and i.used_at is null and i.expires_at > now() and host.banned is not true`;

type Row = { id: string; createdBy: string; createdAt: Date; expiresAt: Date };

const toInvitation = ({ id, createdBy, createdAt, expiresAt }: Row): Invitation => ({
  ...{ id, createdBy },
  createdAt: createdAt.toISOString(),
  expiresAt: expiresAt.toISOString(),
});

const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();

type Options = { database: Database; policy: SignUpPolicy; security: SecurityLog };

/** Ways for members to let others in. */
export class Invitations {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  /**
   * @param address from where somebody asks
   * @returns the invitation and its token; `forbidden` where sign-up is closed, `conflict` with too many open ones
   */
  async create(me: Me, address: string | null = null): Promise<Result<Data<'invitation:create'>>> {
    const { database, policy, security } = this.#options;
    if (policy === 'closed') return failure('forbidden', 'no accounts can be made here');
    const token = randomBytes(16).toString('base64url');
    const [row] = await database.query<Row>('invitation_create', create, [
      ...[me.id, hashOf(token), limits.invitationDays, limits.openInvitations, address],
    ]);
    if (!row) return failure('conflict', `at most ${limits.openInvitations} open invitations; revoke one first`);
    security.note('invitation_made', { userId: me.id, invitationId: row.id });
    return success({ invitation: toInvitation(row), token });
  }

  /** Those that can still be used: one's own, and everybody's for admins. */
  async list(me: Me): Promise<Result<Data<'invitation:list'>>> {
    const { database } = this.#options;
    const rows =
      me.role === 'admin'
        ? await database.query<Row>('invitation_list_all', listAll, [])
        : await database.query<Row>('invitation_list_own', listOwn, [me.id]);
    return success({ invitations: rows.map(toInvitation) });
  }

  /** One's own, or as an admin anybody's. One that was used or has ended is `not_found`. */
  async revoke(
    me: Me,
    { invitationId }: Payload<'invitation:revoke'>,
    address: string | null = null,
  ): Promise<Result<Invitation>> {
    const { database, security } = this.#options;
    const [row] = await database.query<Row>('invitation_revoke', revoke, [
      ...[invitationId, me.id, me.role === 'admin', address],
    ]);
    if (!row) return notFound();
    security.note('invitation_revoked', { userId: me.id, invitationId });
    return success(toInvitation(row));
  }

  /** @returns what a link leads to, or null when it cannot be used (any more) */
  async find(token: string): Promise<{ id: string; host: string } | null> {
    const rows = await this.#options.database.query<{ id: string; host: string }>('invitation_find', find, [
      hashOf(token),
    ]);
    return rows[0] ?? null;
  }
}
