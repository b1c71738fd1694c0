import { inject } from 'vitest';
import { createDatabase } from '../../scripts/installation/postgres.ts';

/** An empty database of its own, on the PostgreSQL that the integration tests share. */
export const freshDatabase = (): Promise<string> => createDatabase(inject('postgresUrl'));

/** The Redis that the integration tests share; choose keys and channels of your own. */
export const sharedRedisUrl = (): string => inject('redisUrl');
