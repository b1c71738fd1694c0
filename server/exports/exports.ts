import { v7 as uuidv7 } from 'uuid';
import {
  type Data,
  type Export,
  failure,
  failureWith,
  limits,
  notFound,
  paths,
  type Result,
  success,
} from '../../protocol/index.ts';
import { fromAddress, record } from '../audit/index.ts';
import type { Caller } from '../engine/events/handler.ts';
import type { JobList } from '../engine/jobs/add-job.ts';
import type { Database } from '../engine/store/database.ts';
import { inTransaction } from '../engine/store/transaction.ts';
import { exportJob } from './jobs.ts';
import type { Scope } from './plan.ts';

type By = Pick<Caller, 'me' | 'address'>;

const make = `select make_export($1, $2, $3, $4, $5, $6, $7) as outcome from ${fromAddress('$8')}`;
const cancel = `select cancel_export($1, $2) as cancelled from ${fromAddress('$3')}`;

const columns = `
  e.id, e.scope, e.subject_id, e.asked_by, e.asked_at, e.state, e.expected::float8 as expected,
  coalesce((e.counts ->> 'message')::float8, 0) as messages, e.bytes::float8 as bytes, e.parts, e.problem, e.ended_at, e.kept_until,
  (select u.name from "user" u where u.id = e.asked_by) as asked_by_name,
  case when e.scope = 'room' then (select c.name from conversation c where c.id = e.subject_id) end as room_name`;
const listAll = `
  select ${columns} from export e where e.scope <> 'person' and e.state <> 'cancelled'
  order by e.asked_at desc limit ${limits.exportsShown}`;
const listOwn = `
  select ${columns} from export e where e.asked_by = $1 and e.scope = 'person' and e.state <> 'cancelled'
  order by e.asked_at desc limit ${limits.exportsShown}`;
const one = `select ${columns} from export e where e.id = $1 and e.state <> 'cancelled'`;

type Row = {
  id: string;
  scope: Scope;
  subject_id: string | null;
  asked_by: string;
  asked_by_name: string | null;
  asked_at: Date;
  state: Export['state'];
  expected: number | null;
  messages: number;
  bytes: number;
  parts: number;
  problem: Export['problem'];
  ended_at: Date | null;
  kept_until: Date | null;
  room_name: string | null;
};
type Outcome = 'done' | 'forbidden' | 'not_found' | 'running' | 'busy' | 'too_many';

const progressOf = ({ state, expected, messages }: Row): number | null => {
  if (state === 'done') return 1;
  return expected === null ? null : Math.min(messages / Math.max(expected, 1), 0.99);
};

const toExport = (row: Row): Export => ({
  ...{ id: row.id, scope: row.scope, state: row.state, messages: row.messages, bytes: row.bytes },
  room: row.scope === 'room' && row.subject_id !== null ? { id: row.subject_id, name: row.room_name } : null,
  askedBy: { id: row.asked_by, name: row.asked_by_name },
  askedAt: row.asked_at.toISOString(),
  progress: progressOf(row),
  problem: row.problem,
  endedAt: row.ended_at?.toISOString() ?? null,
  keptUntil: row.kept_until?.toISOString() ?? null,
});

/** A file that somebody may have. */
export type ExportFile = { id: string; parts: number; bytes: number; name: string };

const fileName = ({ scope, room_name: room, asked_at: at }: Row): string =>
  `switchboard-${scope === 'room' ? (room ?? 'room') : scope}-${at.toISOString().slice(0, 10)}.ndjson`;

const refusals = {
  forbidden: () => failure('forbidden', 'only for admins'),
  not_found: () => notFound(),
  running: () => failureWith({ reason: 'export_running' }, 'conflict', 'one of yours is being written'),
  busy: () => failureWith({ reason: 'exports_busy' }, 'conflict', 'others are being written: wait until they are done'),
  too_many: () => failureWith({ reason: 'too_many_exports' }, 'conflict', `${limits.exportsKept} are kept: remove one`),
} as const;

/** Files that admins have written of everything or of a room, and everybody of what is their own. */
export class Exports {
  readonly #database: Database;
  readonly #jobs: JobList;

  constructor(options: { database: Database; jobs: JobList }) {
    this.#database = options.database;
    this.#jobs = options.jobs;
  }

  /** Has one room written, or everything where none is named. */
  create(by: By, { roomId }: { roomId: string | null }): Promise<Result<Export>> {
    return this.#make(by, roomId === null ? 'everything' : 'room', roomId);
  }

  /** Has written what is somebody’s own. */
  createOwn(by: By): Promise<Result<Export>> {
    return this.#make(by, 'person', by.me.id);
  }

  async list(): Promise<Result<Data<'export:list'>>> {
    const rows = await this.#database.query<Row>('exports_list', listAll, []);
    return success({ exports: rows.map(toExport) });
  }

  async listOwn({ me }: Pick<By, 'me'>): Promise<Result<Data<'export:list-own'>>> {
    const rows = await this.#database.query<Row>('exports_list_own', listOwn, [me.id]);
    return success({ exports: rows.map(toExport) });
  }

  /** Stops an export, or gives its file up; recorded with it. Whose it is not, for them it is not there. */
  async cancel({ me, address }: By, { exportId }: { exportId: string }): Promise<Result<{ exportId: string }>> {
    const [row] = await this.#database.query<{ cancelled: boolean }>('export_cancel', cancel, [
      ...[me.id, exportId, address],
    ]);
    return row?.cancelled ? success({ exportId }) : notFound();
  }

  /** @returns where a file can be had that is done */
  async open(by: Pick<By, 'me'>, { exportId }: { exportId: string }): Promise<Result<{ path: string }>> {
    const file = await this.#find(by, exportId);
    return file === null ? notFound() : success({ path: `${paths.exports}/${file.id}` });
  }

  /** @returns a file that this person may have now, or null; that they had it is recorded */
  async take(by: By, exportId: string): Promise<ExportFile | null> {
    const file = await this.#find(by, exportId);
    if (file === null) return null;
    const subject = { kind: 'export', id: exportId };
    await record(this.#database, { actorId: by.me.id, action: 'export.download', subject, address: by.address });
    return file;
  }

  async #make(by: By, scope: Scope, subject: string | null): Promise<Result<Export>> {
    const id = uuidv7();
    const outcome = await inTransaction(this.#database, async (transaction) => {
      // Before the record of it, which locks what others wait for. Where it is refused, the job finds nothing to do.
      await this.#jobs.add(transaction, exportJob, { key: id, data: { exportId: id }, at: new Date() });
      const { exportsAtOnceOfPerson, exportsAtOnce, exportsKept } = limits;
      const bounds = [exportsAtOnceOfPerson, exportsAtOnce, exportsKept];
      const values = [by.me.id, id, scope, subject, ...bounds, by.address];
      const [row] = await transaction.query<{ outcome: Outcome }>('export_make', make, values);
      return row?.outcome ?? 'forbidden';
    });
    if (outcome !== 'done') return refusals[outcome]();
    const row = await this.#read(id);
    return row === null ? notFound() : success(toExport(row));
  }

  async #find({ me }: Pick<By, 'me'>, exportId: string): Promise<ExportFile | null> {
    const row = await this.#read(exportId);
    if (row === null || row.state !== 'done' || Number(row.kept_until) < Date.now()) return null;
    const mayHave = row.scope === 'person' ? row.asked_by === me.id : me.role === 'admin';
    return mayHave ? { id: row.id, parts: row.parts, bytes: row.bytes, name: fileName(row) } : null;
  }

  async #read(exportId: string): Promise<Row | null> {
    return (await this.#database.query<Row>('export_one', one, [exportId]))[0] ?? null;
  }
}
