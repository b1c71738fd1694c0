import { createHash, randomBytes } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import {
  type Data,
  type Failure,
  failure,
  failureWith,
  type Hook,
  limits,
  type Me,
  notFound,
  type Payload,
  type Result,
  success,
} from '../../protocol/index.ts';
import { fromAddress } from '../audit/index.ts';
import type { Network } from '../config.ts';
import type { Caller } from '../engine/events/handler.ts';
import type { JobList } from '../engine/jobs/add-job.ts';
import type { Sealed } from '../engine/ops/sealed.ts';
import type { SecurityLog } from '../engine/ops/security-log.ts';
import type { Database } from '../engine/store/database.ts';
import { inTransaction } from '../engine/store/transaction.ts';
import { feedId } from '../tickets/index.ts';
import { faultOfUrl } from './call.ts';
import { deliverHook, resendHook } from './errands.ts';
import { type DeliveryRow, deliveryColumns, type HookRow, hookColumns, toDelivery, toHook } from './hook-row.ts';

type Refusal = 'forbidden' | 'not_found' | 'direct' | 'not_owner' | 'archived' | 'too_many_hooks';

const make = `select make_hook($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) as outcome from ${fromAddress('$15')}`;
const one = `select ${hookColumns} from hook h where h.id = $1`;
const listOwn = `
  select ${hookColumns} from hook h
  where h.id = any (array(
    select k.id from hook k where k.keeper_id = $1 union
    select r.id from conversation c join hook r on r.conversation_id = c.id
    where c.id = any (array(select m.conversation_id from member m where m.user_id = $1)) and c.owner_id = $1))
    and governs_hook($1, h.id)
  order by h.id desc limit ${limits.programsPage}`;
const listAll = `select ${hookColumns} from hook h order by h.id desc limit ${limits.programsPage}`;
const change = `select change_hook($1, $2, $3, $4, $5, $6, $7) as done from ${fromAddress('$8')}`;
const end = `select end_hook($1, $2) as done from ${fromAddress('$3')}`;
const governs = 'select governs_hook($1, $2) as may';
const deliveries = `
  select ${deliveryColumns} from hook_delivery d
  where d.hook_id = $1 and ($2::uuid is null or d.id < $2) order by d.id desc limit $3`;
const attemptsOf = 'select d.attempts from hook_delivery d where d.id = $1 and d.hook_id = $2';

const refusals: Record<Refusal, () => Failure> = {
  forbidden: () => failure('forbidden', 'only admins make webhooks for tickets'),
  not_found: () => notFound(),
  direct: () => failureWith({ reason: 'direct' }, 'forbidden', 'a direct conversation has no webhooks'),
  not_owner: () =>
    failureWith({ reason: 'not_owner' }, 'forbidden', 'only the owner of the room and admins may do this'),
  archived: () => failureWith({ reason: 'archived' }, 'conflict', 'the room is archived'),
  too_many_hooks: () =>
    failureWith({ reason: 'too_many_hooks' }, 'conflict', `at most ${limits.hooks} webhooks; delete one first`),
};

const hostOf = (url: string | undefined) => (url === undefined ? null : (URL.parse(url)?.host ?? null));

type Asker = Pick<Caller, 'me' | 'address'>;

/** @returns what is stored of the secret that an address ends with */
export const hashOf = (secret: string): Buffer => createHash('sha256').update(secret).digest();

type Options = {
  database: Database;
  sealed: Sealed;
  jobs: JobList;
  allowed: readonly Network[];
  security: SecurityLog;
  /** Tells every instance that a membership has changed. */
  ring: () => void;
};

/** Webhooks: made, listed, changed and ended by whoever looks after them. */
export class Hooks {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  async create({ me, address }: Asker, payload: Payload<'hook:create'>): Promise<Result<Data<'hook:create'>>> {
    const { database, sealed, security, ring } = this.#options;
    const { direction, name, conversationId, ticketSource, mentions, url } = payload;
    const fault = direction === 'outgoing' ? this.#faultOf(url) : null;
    if (fault) return fault;
    const id = uuidv7();
    const secret = randomBytes(24).toString('base64url');
    const isIncoming = direction === 'incoming';
    const [row] = await database.query<{ outcome: 'done' | Refusal }>('hook_make', make, [
      ...[me.id, id, direction, name, conversationId ?? feedId, conversationId ?? null],
      ...[conversationId === undefined ? (ticketSource ?? null) : null],
      ...(isIncoming
        ? [hashOf(secret), uuidv7(), mentions, null, null, null]
        : [null, null, false, url, hostOf(url), sealed.seal(secret, id)]),
      ...[limits.hooks, address],
    ]);
    const outcome = row?.outcome ?? 'not_found';
    if (outcome !== 'done') return refusals[outcome]();
    ring();
    security.note('hook_made', { userId: me.id, hookId: id, direction, conversationId });
    const hook = await this.#read(id);
    return hook.ok ? success({ hook: hook.data, secret }) : hook;
  }

  /** Those the caller looks after; all for admins. */
  async list({ me }: Pick<Caller, 'me'>): Promise<Result<Data<'hook:list'>>> {
    const { database } = this.#options;
    const rows =
      me.role === 'admin'
        ? await database.query<HookRow>('hooks_all', listAll, [])
        : await database.query<HookRow>('hooks_own', listOwn, [me.id]);
    return success({ hooks: rows.map(toHook) });
  }

  /** One that is switched on again, or leads elsewhere, delivers at once what has gathered. */
  async update(
    { me, address }: Asker,
    { hookId, name, mentions, url, off }: Payload<'hook:update'>,
  ): Promise<Result<Hook>> {
    const { database, jobs } = this.#options;
    const fault = url === undefined ? null : this.#faultOf(url);
    if (fault) return fault;
    const isDone = await inTransaction(database, async (transaction) => {
      const values = [me.id, hookId, name ?? null, mentions ?? null, url ?? null, hostOf(url), off ?? null, address];
      const [row] = await transaction.query<{ done: boolean }>('hook_change', change, values);
      if (row?.done && (off === false || url !== undefined))
        await jobs.add(transaction, deliverHook, { key: `${hookId} ${uuidv7()}`, data: { hookId }, at: new Date() });
      return row?.done ?? false;
    });
    return isDone ? this.#read(hookId) : notFound();
  }

  async delete({ me, address }: Asker, { hookId }: Payload<'hook:delete'>): Promise<Result<Data<'hook:delete'>>> {
    const { database, security, ring } = this.#options;
    const [row] = await database.query<{ done: boolean }>('hook_end', end, [me.id, hookId, address]);
    if (!row?.done) return notFound();
    ring();
    security.note('hook_ended', { userId: me.id, hookId });
    return success({ hookId });
  }

  /** What it has sent, the newest first. */
  async deliveries(
    { me }: Pick<Caller, 'me'>,
    { hookId, before }: Payload<'hook:deliveries'>,
  ): Promise<Result<Data<'hook:deliveries'>>> {
    if (!(await this.#isGoverned(me, hookId))) return notFound();
    const most = limits.hookDeliveriesPage;
    const rows = await this.#options.database.query<DeliveryRow>('hook_deliveries', deliveries, [
      ...[hookId, before ?? null, most + 1],
    ]);
    return success({ deliveries: rows.slice(0, most).map(toDelivery), complete: rows.length <= most });
  }

  /** Sends one of them once more, whatever became of it. */
  async resend(
    { me }: Pick<Caller, 'me'>,
    { hookId, deliveryId }: Payload<'hook:resend'>,
  ): Promise<Result<Data<'hook:resend'>>> {
    const { database, jobs } = this.#options;
    if (!(await this.#isGoverned(me, hookId))) return notFound();
    const [row] = await database.query<{ attempts: number }>('hook_delivery_attempts', attemptsOf, [
      deliveryId,
      hookId,
    ]);
    if (row === undefined) return notFound();
    // Asked twice before it was done, it is done once.
    const key = `${deliveryId} ${row.attempts}`;
    await inTransaction(database, (transaction) =>
      jobs.add(transaction, resendHook, { key, data: { deliveryId }, at: new Date() }),
    );
    return success({ deliveryId });
  }

  async #isGoverned(me: Me, hookId: string): Promise<boolean> {
    const [row] = await this.#options.database.query<{ may: boolean }>('hook_governed', governs, [me.id, hookId]);
    return row?.may ?? false;
  }

  #faultOf(url: string | undefined): Failure | null {
    const fault = faultOfUrl(url ?? '', this.#options.allowed);
    if (fault === null) return null;
    return failureWith({ reason: 'private_address' }, 'invalid', `url: ${fault}`);
  }

  async #read(hookId: string): Promise<Result<Hook>> {
    const [row] = await this.#options.database.query<HookRow>('hook_one', one, [hookId]);
    return row ? success(toHook(row)) : notFound();
  }
}
