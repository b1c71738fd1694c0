import type { z } from 'zod';

/** What must happen at a time. Made by {@link job}. */
export type Job<Data extends object = object> = {
  name: string;
  schema: z.ZodType<Data>;
  /** When it happens by itself, as a cron expression in UTC. Its data is `{}`. */
  cron: string | undefined;
  /** Seconds between two attempts, at most; ten where it says nothing. */
  longestWait: number | undefined;
  /** Seconds that it may take before it counts as lost; a minute where it says nothing. */
  longestRun: number | undefined;
  handle(data: Data): Promise<void>;
};

type JobOptions<Data extends object> = {
  schema: z.ZodType<Data>;
  cron?: string;
  longestWait?: number;
  longestRun?: number;
};

/** A job whose data only its handler knows. */
export type AnyJob = {
  name: string;
  cron: string | undefined;
  longestWait: number | undefined;
  longestRun: number | undefined;
  run(data: unknown): Promise<void>;
};

/**
 * What must happen at a time. It is tried again without end, later each time up to ten seconds or `longestWait`, until the
 * handler returns.
 *
 * What is added may happen more than once when a worker dies in the middle of it, and after what it depends on has changed:
 * the handler locks and reads that again before it acts, and does nothing when it was done or is not wanted any more. That
 * is also how a job is cancelled. It holds no transaction while it waits for anybody but PostgreSQL.
 * @param name for ever: jobs that wait are kept under it
 */
export const job = <Data extends object>(
  name: string,
  { schema, cron, longestWait, longestRun }: JobOptions<Data>,
  handle: (data: Data) => Promise<void>,
): Job<Data> => ({ name, schema, cron, longestWait, longestRun, handle });

/** @returns the job with its data parsed before it is handled */
export const parsed = <Data extends object>({ schema, handle, ...rest }: Job<Data>): AnyJob => ({
  ...rest,
  run: async (data) => handle(schema.parse(data)),
});
