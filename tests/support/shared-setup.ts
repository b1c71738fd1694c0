import type { TestProject } from 'vitest/node';
import { startPostgres } from '../../scripts/installation/postgres.ts';
import { startRedis } from '../../scripts/installation/redis.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The superuser's connection string of the PostgreSQL that all integration tests share. */
    postgresUrl: string;
    redisUrl: string;
  }
}

/** Starts what nearly every integration test needs, once. A test that breaks a service starts one of its own. */
export default async ({ provide }: TestProject): Promise<() => Promise<void>> => {
  const [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
  provide('postgresUrl', postgres.url);
  provide('redisUrl', redis.url);
  return async () => {
    await Promise.all([postgres.stop(), redis.stop()]);
  };
};
