import { z } from 'zod';
import { limits, TicketSource } from '../../protocol/index.ts';
import { type AnyJob, job, parsed } from '../engine/jobs/job.ts';
import type { Publish } from '../engine/log/batch.ts';
import type { Database } from '../engine/store/database.ts';
import { inParts, rowsAtOnce } from '../engine/store/in-parts.ts';
import type { Rereader } from '../sources/index.ts';
import { type RunRow, runColumns } from './letter-row.ts';
import { mendLetters } from './mend.ts';
import { workThroughLetters } from './runs.ts';
import { idsOfWindow, rereadWindow, type Span } from './window.ts';

const read = `select ${runColumns} from dead_letter_run r where r.id = $1 and r.ended_at is null`;
const end = 'update dead_letter_run set ended_at = now() where id = $1 and ended_at is null';
const settle = 'select settle_dead_letters($1, $2, $3, $4) as changed';

// The trigger that sorts letters does it: those from before it was there.
const sort = `
  update dead_letter set error = error where id in (
    select d.id from dead_letter d
    where d.state = 'standing' and d.source = any ($1) and d.kind = '' limit ${rowsAtOnce})
  returning id`;

const pruneRuns = `
  delete from dead_letter_run where id in (
    select r.id from dead_letter_run r where r.ended_at is not null
    order by r.id desc offset ${limits.deadLetterRunsKept} limit ${rowsAtOnce})
  returning id`;

type Step = { database: Database; publish: Publish; rereader: Rereader };
type Done = 'moved' | 'empty' | 'fenced';

const spanOf = ({ selection, reached_id: after, until_id: until }: RunRow): Span => ({ selection, after, until });

const retryWindow = async ({ database, publish, rereader }: Step, run: RunRow): Promise<Done> => {
  const { letters } = await rereadWindow(database, rereader, spanOf(run));
  const reached = letters.at(-1)?.id;
  if (reached === undefined) return 'empty';
  const part = { runId: run.id, seen: run.reached_id, reached };
  const { outcomes, batch } = await mendLetters(database, letters, { id: run.begun_by_id, address: null }, part);
  if (batch !== null) publish([batch]);
  return outcomes[0] === 'fenced' ? 'fenced' : 'moved';
};

const settleWindow = async ({ database }: Step, run: RunRow): Promise<Done> => {
  const ids = await idsOfWindow(database, run.deed === 'discard' ? 'standing' : 'discarded', spanOf(run));
  const reached = ids.at(-1);
  if (reached === undefined) return 'empty';
  const values = [ids, run.id, run.reached_id, reached];
  const [row] = await database.query<{ changed: number | null }>('settle_dead_letters', settle, values);
  return row?.changed == null ? 'fenced' : 'moved';
};

/**
 * Works through what admins want done with dead letters, a window at a time, each in one transaction with how far it is. Who was
 * killed is followed by another worker, which goes on from there; two at the same run do not get into each other's way.
 * @param publish tells of the tickets that letters became
 */
export const deadLetterJobs = (database: Database, publish: Publish, rereader: Rereader): AnyJob[] => [
  parsed(
    job(workThroughLetters.name, workThroughLetters, async ({ runId }) => {
      for (;;) {
        const [run] = await database.query<RunRow>('dead_letter_run', read, [runId]);
        if (run === undefined) return;
        const step = run.deed === 'retry' ? retryWindow : settleWindow;
        if ((await step({ database, publish, rereader }, run)) === 'empty')
          await database.query('dead_letter_end', end, [runId]);
      }
    }),
  ),
  parsed(
    job('sort-dead-letters', { schema: z.object({}), cron: '*/5 * * * *' }, () =>
      inParts(async () => (await database.query('dead_letter_sort', sort, [TicketSource.options])).length),
    ),
  ),
  parsed(
    job('prune-letter-runs', { schema: z.object({}), cron: '29 * * * *' }, () =>
      inParts(async () => (await database.query('dead_letter_runs_prune', pruneRuns, [])).length),
    ),
  ),
];
