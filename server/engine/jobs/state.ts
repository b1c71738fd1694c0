import type { Database } from '../store/database.ts';

/** Seconds after which a job that is due counts as late: what a killed worker had in hand may take so long. */
const patience = 15;

export type JobState = {
  name: string;
  /** To be done at a later time, or now. */
  waiting: number;
  /** Being done. */
  active: number;
  /** Failed at least once, and tried again. */
  failing: number;
  /** Due for longer than 15 s. */
  late: number;
};

const read = `
  select q.name, coalesce(j.waiting, 0)::int as waiting, coalesce(j.active, 0)::int as active,
         coalesce(j.failing, 0)::int as failing, coalesce(j.late, 0)::int as late
  from pgboss.queue q
  left join (
    select name, count(*) filter (where state <> 'active') as waiting, count(*) filter (where state = 'active') as active,
           count(*) filter (where retry_count > 0) as failing,
           count(*) filter (where state <> 'active' and start_after < now() - interval '${patience} seconds') as late
    from pgboss.job where state in ('created', 'retry', 'active') group by name
  ) j on j.name = q.name
  where q.name not like '\\_\\_pgboss%'
  order by q.name`;

/** @returns how many jobs of each name wait, are being done, fail, and are late; from any instance */
export const jobStates = (database: Database): Promise<JobState[]> => database.query<JobState>('job_states', read, []);
