import type { QueryResultRow } from 'pg';
import { record } from '../../audit/index.ts';
import type { Line, LineOf } from '../format.ts';
import type { Counts } from '../text.ts';
import { checkFile } from './check.ts';
import { readLines } from './lines.ts';
import {
  firstAdmin,
  isAnythingThere,
  isStored,
  type Stored,
  settleOwnerless,
  settleWorkspace,
  statements,
} from './statements.ts';

/** Where a file is restored to. Each statement is a transaction of its own. */
type Target = { query<Row extends QueryResultRow>(name: string, text: string, values: unknown[]): Promise<Row[]> };

/** What was put back. */
export type Restored = {
  counts: Counts;
  /** Lines about somebody or something that began or went while the file was written. */
  leftOut: number;
  /** Who can let everybody else in; null where there is none. */
  admin: { id: string; name: string; email: string } | null;
};

const linesAtOnce = 500;
const bytesAtOnce = 1_000_000;

/** What lines refer to, as far as the file has it. */
class Known {
  readonly people = new Set<string>();
  readonly conversations = new Set<string>();
  readonly ownerless: string[] = [];

  note(line: Line): void {
    if (line.type === 'person') this.people.add(line.id);
    if (line.type !== 'conversation') return;
    this.conversations.add(line.id);
    if (line.ownerId === null) this.ownerless.push(line.id);
  }

  has(line: Line): boolean {
    if ('conversationId' in line && line.type !== 'ticket' && !this.conversations.has(line.conversationId))
      return false;
    if (line.type === 'log' && line.kind === 'conversation') return this.conversations.has(line.id);
    return line.type === 'membership' || line.type === 'departure' ? this.people.has(line.userId) : true;
  }
}

/** Lines of one type, written together. */
class Batch {
  readonly #target: Target;
  #type: Stored | undefined;
  #lines: Line[] = [];
  #bytes = 0;

  constructor(target: Target) {
    this.#target = target;
  }

  async add(type: Stored, line: Line, bytes: number): Promise<void> {
    if (type !== this.#type || this.#lines.length >= linesAtOnce || this.#bytes > bytesAtOnce) await this.flush();
    this.#type = type;
    this.#lines.push(line);
    this.#bytes += bytes;
  }

  async flush(): Promise<void> {
    const type = this.#type;
    if (type === undefined || this.#lines.length === 0) return;
    const lines = JSON.stringify(this.#lines);
    this.#lines = [];
    this.#bytes = 0;
    await this.#target.query(`restore_${type}`, statements[type], [lines]);
  }
}

const write = async (
  target: Target,
  path: string,
  onProgress: (lines: number) => void,
): Promise<Omit<Restored, 'admin'>> => {
  const known = new Known();
  const batch = new Batch(target);
  const counts: Counts = {};
  let workspace: LineOf<'workspace'> | undefined;
  let [leftOut, lines] = [0, 0];
  for await (const bytes of readLines(path)) {
    // It was checked a moment ago: what it holds is known.
    const line: Line = JSON.parse(bytes.toString('utf8'));
    known.note(line);
    if (line.type === 'workspace') workspace = line;
    if (!isStored(line.type)) continue;
    if (known.has(line)) {
      await batch.add(line.type, line, bytes.length);
      counts[line.type] = (counts[line.type] ?? 0) + 1;
    } else leftOut += 1;
    lines += 1;
    if (lines % 10_000 === 0) onProgress(lines);
  }
  await batch.flush();
  await target.query('restore_ownerless', settleOwnerless, [known.ownerless]);
  if (workspace) await target.query('restore_workspace', settleWorkspace, [JSON.stringify(workspace)]);
  return { counts, leftOut };
};

/**
 * Puts everything that an export holds into an empty installation. Nothing is written before all of the file was read and found to
 * be what was written. Whatever lets somebody in was never in it: people get a link for a new password.
 * @param onProgress told now and then how many lines are written
 * @throws Error that says why not; when it had begun to write, the database is to be made anew
 */
export const restoreExport = async (
  target: Target,
  path: string,
  onProgress: (lines: number) => void,
): Promise<Restored> => {
  const { header } = await checkFile(path);
  if (header.scope !== 'everything')
    throw new Error(`this is an export of a ${header.scope}: only one of everything can be restored`);
  const [state] = await target.query<{ there: boolean }>('restore_state', isAnythingThere, []);
  if (state?.there !== false)
    throw new Error('there is something in this installation already: an export is restored into an empty one');
  const restored = await write(target, path, onProgress);
  // Whoever had a page of another database open here begins anew.
  await target.query('restore_epoch', `select renew_epoch('restored', null)`, []);
  const detail = { lines: Object.values(restored.counts).reduce((sum, count) => sum + count, 0) };
  await record(target, { actorId: null, action: 'system.restore', detail, address: '' });
  const [admin] = await target.query<NonNullable<Restored['admin']>>('restore_admin', firstAdmin, []);
  return { ...restored, admin: admin ?? null };
};
