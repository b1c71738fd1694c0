import { v7 as uuidv7 } from 'uuid';
import { limits } from '../../protocol/index.ts';
import type { Network } from '../config.ts';
import type { JobList } from '../engine/jobs/add-job.ts';
import type { Entry } from '../engine/log/batch.ts';
import type { LogKinds } from '../engine/log/kinds.ts';
import type { Logger } from '../engine/ops/log.ts';
import type { Sealed } from '../engine/ops/sealed.ts';
import type { Database } from '../engine/store/database.ts';
import { inTransaction } from '../engine/store/transaction.ts';
import { sign } from '../sources/index.ts';
import { ticketLog } from '../tickets/index.ts';
import { type Called, call } from './call.ts';
import { deliverHook } from './errands.ts';

/**
 * Seconds that one worker has a hook to itself: longer than a call takes, and each call renews it. With the second that passes until
 * another one looks, what a killed worker had in hand comes less than 15 s late.
 */
const lease = 12;
/** Milliseconds after which a worker hands on what is left: a job may not take longer than a minute. */
const longestTurn = 30_000;
/** Milliseconds by which one comes later than it was told: PostgreSQL counts in smaller ones. */
const tick = 100;
/** How long a hook may fail before it is switched off. */
const patience = '3 days';

const claim = 'select c.outcome, c.held_until, (c.place).* from claim_hook($1, $2) c';
const record = 'select record_delivery($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) as next';
const moveOn = `
  update hook set delivered_version = greatest(delivered_version, $2), busy_until = case when $3 then null else busy_until end
  where id = $1`;
const readDelivery = `
  select d.hook_id, d.entry_id, d.version, d.body, h.url, h.secret from hook_delivery d join hook h on h.id = d.hook_id
  where d.id = $1`;

type Place = {
  id: string;
  log_id: string;
  conversation_id: string | null;
  ticket_source: string | null;
  url: string;
  secret: Buffer;
  delivered_version: string;
};
type Claim = Place & { outcome: 'claimed' | 'busy' | 'waits' | 'off' | 'gone'; held_until: Date | null };

/** An entry on its way: what it is called, and what is said of it. */
type Parcel = { hookId: string; entryId: string; version: number; body: string; url: string; secret: Buffer };

type Options = {
  database: Database;
  kinds: LogKinds;
  sealed: Sealed;
  jobs: JobList;
  allowed: readonly Network[];
  log: Logger;
};

const parcelOf = (place: Place, entry: Entry): Parcel => {
  const about =
    place.conversation_id === null ? { type: 'ticket', rejection: entry } : { type: 'message', message: entry };
  const { id: hookId, url, secret } = place;
  return { hookId, url, secret, entryId: entry.id, version: entry.version, body: JSON.stringify({ hookId, ...about }) };
};

/** Tickets of another source are not for it. */
const isFor = ({ conversation_id, ticket_source }: Place, entry: Entry): boolean =>
  conversation_id !== null || ticket_source === null || Reflect.get(entry, 'source') === ticket_source;

/**
 * Takes what was committed to other programs. The log itself is the queue, and a hook is a cursor in it: what changes is sent in
 * the order of its versions, each state once as far as it was acknowledged, and nothing is kept twice while somebody is away.
 */
export class Courier {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  /** Delivers what a hook has not got yet, unless somebody is at it, or it is not its time. */
  async deliver(hookId: string): Promise<void> {
    // From before it asked: whoever takes over does so after this one has stopped.
    let renewed = performance.now();
    const [place] = await this.#options.database.query<Claim>('hook_claim', claim, [hookId, lease]);
    if (place === undefined) return;
    if (place.held_until !== null) return this.#comeBack(hookId, new Date(place.held_until.getTime() + tick));
    if (place.outcome !== 'claimed') return;
    const end = renewed + longestTurn;
    const isOver = () => performance.now() >= end;
    // It was frozen: what it has in hand may be older than what another worker has told since.
    const isLost = () => performance.now() >= renewed + lease * 1_000;
    let after = Number(place.delivered_version);
    for (;;) {
      const batch = await this.#read(place, after);
      if (isLost()) return this.#comeBack(hookId, new Date());
      if (batch === undefined) return this.#moveOn(hookId, after, true);
      if (isOver()) return this.#handOn(hookId, after);
      for (const entry of batch.entries) {
        if (isFor(place, entry)) {
          renewed = performance.now();
          if (!(await this.#hand(parcelOf(place, entry)))) return;
        }
        if (isLost()) return this.#comeBack(hookId, new Date());
        if (isOver()) return this.#handOn(hookId, entry.version);
      }
      after = batch.version;
      await this.#moveOn(hookId, after, false);
    }
  }

  /** Sends once more what was sent before, as it was. */
  async resend(deliveryId: string): Promise<void> {
    type Row = { hook_id: string; entry_id: string; version: string; body: string; url: string; secret: Buffer };
    const [row] = await this.#options.database.query<Row>('hook_delivery_one', readDelivery, [deliveryId]);
    if (row === undefined) return;
    const { hook_id: hookId, entry_id: entryId, body, url, secret } = row;
    const parcel = { hookId, entryId, version: Number(row.version), body, url, secret };
    await this.#options.database.query(
      'hook_delivery_again',
      record,
      this.#values(parcel, await this.#call(parcel), true),
    );
  }

  async #read({ log_id, conversation_id }: Place, after: number) {
    const { kinds, database } = this.#options;
    const name = conversation_id === null ? ticketLog : log_id;
    const kind = kinds.of(name);
    const [batch] = await kind.read(database, new Map([[kinds.idOf(name), after]]));
    return batch;
  }

  /** @returns whether to go on: false when it is to be tried again later, or was given up */
  async #hand(parcel: Parcel): Promise<boolean> {
    const called = await this.#call(parcel);
    const { database, jobs, log } = this.#options;
    return inTransaction(database, async (transaction) => {
      const [row] = await transaction.query<{ next: Date | null }>(
        'hook_delivered',
        record,
        this.#values(parcel, called, false),
      );
      if (called.delivered) return true;
      const { hookId } = parcel;
      if (row?.next)
        await jobs.add(transaction, deliverHook, { key: `${hookId} ${uuidv7()}`, data: { hookId }, at: row.next });
      else log.warn({ hookId, error: called.error }, 'a webhook has failed for three days and was switched off');
      return false;
    });
  }

  #values({ hookId, entryId, version, body }: Parcel, called: Called, again: boolean): unknown[] {
    const { delivered, status, error, milliseconds } = called;
    const outcome = [delivered, status, error, milliseconds];
    return [hookId, entryId, version, body, ...outcome, again, lease, limits.hookDeliveries, patience];
  }

  async #call({ hookId, entryId, version, body, url, secret }: Parcel): Promise<Called> {
    const key = this.#options.sealed.open(secret, hookId);
    if (key === null)
      return {
        delivered: false,
        status: null,
        error: 'its secret was sealed with another AUTH_SECRET',
        milliseconds: 0,
      };
    const headers = {
      'content-type': 'application/json',
      'user-agent': 'Switchboard',
      'idempotency-key': `${hookId}.${entryId}.${version}`,
      ...sign(key, Buffer.from(body)),
    };
    return call(url, { body, headers, allowed: this.#options.allowed });
  }

  async #moveOn(hookId: string, version: number, isDone: boolean): Promise<void> {
    await this.#options.database.query('hook_move_on', moveOn, [hookId, version, isDone]);
  }

  async #handOn(hookId: string, version: number): Promise<void> {
    await this.#moveOn(hookId, version, true);
    await this.#comeBack(hookId, new Date());
  }

  #comeBack(hookId: string, at: Date): Promise<void> {
    const { database, jobs } = this.#options;
    // One for all who found it busy, or a flood of messages would be a flood of jobs.
    const key = `${hookId} ${at.toISOString()}`;
    return inTransaction(database, async (transaction) => {
      await jobs.add(transaction, deliverHook, { key, data: { hookId }, at });
    });
  }
}
