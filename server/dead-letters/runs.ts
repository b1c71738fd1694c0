import { z } from 'zod';
import {
  type Data,
  type DeadLetterDeed,
  type DeadLetterSelection,
  failureWith,
  Id,
  limits,
  notFound,
  type Payload,
  type Result,
  success,
} from '../../protocol/index.ts';
import { recordIn } from '../audit/index.ts';
import type { Caller } from '../engine/events/handler.ts';
import type { JobList } from '../engine/jobs/add-job.ts';
import type { Database } from '../engine/store/database.ts';
import { inTransaction, type Transaction } from '../engine/store/transaction.ts';
import { type RunRow, runColumns, toRun } from './letter-row.ts';
import { type Selected, selected } from './selection.ts';

/** The job that goes on with a run: whoever adds one need not know how it is done. */
export const workThroughLetters = { name: 'work-through-dead-letters', schema: z.object({ runId: Id }) };

const size = ({ where }: Selected): string => `
  select count(*)::int as letters, (array_agg(c.id order by c.id desc))[1] as last from (
    select d.id from dead_letter d where ${where} limit ${limits.deadLettersCounted}) c`;
// One at a time begins one, so that there are never more than may be.
const alone = 'select pg_advisory_xact_lock(7232031)';
const running = 'select count(*)::int as runs from dead_letter_run r where r.ended_at is null';
const begin = `
  insert into dead_letter_run as r (deed, selection, until_id, total, reason, begun_by_id, ended_at)
  values ($1, $2, $3, $4, $5, $6, case when $4 = 0 then now() end)
  returning ${runColumns}`;
const list = `select ${runColumns} from dead_letter_run r order by r.id desc limit ${limits.deadLetterRuns}`;
const cancel = `
  update dead_letter_run r set ended_at = coalesce(r.ended_at, now()), cancelled = r.cancelled or r.ended_at is null
  where r.id = $1 returning ${runColumns}, old.ended_at is null as was_running`;

type Wanted = { deed: DeadLetterDeed; selection: DeadLetterSelection; reason?: string };
type Asker = Pick<Caller, 'me' | 'address'>;
type Found = { letters: number; last: string | null };
type Recorded = { actorId: string; address: string; letters: number } & Pick<Wanted, 'deed' | 'selection'>;

/** What is done with many letters: begun here, worked through by a job. */
export class DeadLetterRuns {
  readonly #database: Database;
  readonly #jobs: JobList;

  constructor(database: Database, jobs: JobList) {
    this.#database = database;
    this.#jobs = jobs;
  }

  retry(asker: Asker, { selection }: Payload<'dead-letter:retry'>): Promise<Result<Data<'dead-letter:retry'>>> {
    return this.#begin(asker, { deed: 'retry', selection });
  }

  discard(asker: Asker, payload: Payload<'dead-letter:discard'>): Promise<Result<Data<'dead-letter:discard'>>> {
    return this.#begin(asker, { deed: 'discard', ...payload });
  }

  restore(asker: Asker, { selection }: Payload<'dead-letter:restore'>): Promise<Result<Data<'dead-letter:restore'>>> {
    return this.#begin(asker, { deed: 'restore', selection });
  }

  async list(): Promise<Result<Data<'dead-letter:runs'>>> {
    const rows = await this.#database.query<RunRow>('dead_letter_runs', list, []);
    return success({ runs: rows.map(toRun) });
  }

  /** The window that is being worked on is finished; what was done stays. */
  async cancel(
    { me, address }: Asker,
    { runId }: Payload<'dead-letter:cancel'>,
  ): Promise<Result<Data<'dead-letter:cancel'>>> {
    const row = await inTransaction(this.#database, async (transaction) => {
      const [ended] = await transaction.query<RunRow & { was_running: boolean }>('dead_letter_cancel', cancel, [runId]);
      if (ended?.was_running)
        await recordIn(transaction, {
          ...{ actorId: me.id, action: 'dead-letter.cancel', subject: { kind: 'dead-letter', id: runId }, address },
          detail: { deed: ended.deed, letters: ended.total, done: ended.passed + ended.failed },
        });
      return ended;
    });
    return row === undefined ? notFound() : success({ run: toRun(row) });
  }

  async #begin(
    { me, address }: Asker,
    { deed, selection, reason }: Wanted,
  ): Promise<Result<Data<'dead-letter:retry'>>> {
    await this.#jobs.ready();
    return inTransaction(this.#database, async (transaction) => {
      await transaction.query('dead_letter_alone', alone, []);
      const [{ runs } = { runs: 0 }] = await transaction.query<{ runs: number }>('dead_letter_running', running, []);
      if (runs >= limits.deadLetterRunsAtOnce)
        return failureWith({ reason: 'too_many_runs' }, 'conflict', `at most ${limits.deadLetterRunsAtOnce} at a time`);
      const state = deed === 'restore' ? 'discarded' : 'standing';
      const which = selected(state, selection);
      const [found] = await transaction.query<Found>(`dead_letter_size_${which.by}`, size(which), which.values);
      const letters = found?.letters ?? 0;
      const [row] = await transaction.query<RunRow>('dead_letter_begin', begin, [
        ...[deed, JSON.stringify(selection), found?.last ?? me.id, letters, reason ?? null, me.id],
      ]);
      if (row === undefined) throw new Error('a run was not made');
      if (letters === 0) return success({ run: toRun(row) });
      await this.#jobs.add(transaction, workThroughLetters, { key: row.id, data: { runId: row.id }, at: new Date(0) });
      await this.#record(transaction, { actorId: me.id, address, deed, letters, selection });
      return success({ run: toRun(row) });
    });
  }

  #record(transaction: Transaction, { actorId, address, deed, letters, selection }: Recorded): Promise<void> {
    const { source, kind } = selection;
    const detail = { letters, ...(source !== undefined && { source }), ...(kind !== undefined && { kind }) };
    return recordIn(transaction, { actorId, action: `dead-letter.${deed}`, detail, address });
  }
}
