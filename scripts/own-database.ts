import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readConfig } from '../server/config.ts';
import { startEmbeddedPostgres } from '../server/embedded/embedded-postgres.ts';
import { createLogger } from '../server/engine/ops/log.ts';

/**
 * @param options.stack stops what was started
 * @returns the address of the database of DATABASE_URL; without that, the embedded one under DATA_DIR is started
 * @throws Error when there is none
 */
export const openOwnDatabase = async ({
  name,
  stack,
  say,
}: {
  name: string;
  stack: AsyncDisposableStack;
  say: (line: string) => void;
}): Promise<string> => {
  const { DATABASE_URL: given, DATA_DIR: dataDirectory } = readConfig({
    // Only where the database is: the rest of the settings need not be there.
    ...{ DATABASE_URL: process.env.DATABASE_URL, DATA_DIR: process.env.DATA_DIR },
    AUTH_SECRET: 'not needed for this, but demanded with DATABASE_URL',
  });
  if (given !== undefined) return given;
  if (!existsSync(join(dataDirectory, 'postgres', 'PG_VERSION')))
    throw new Error(`DATA_DIR: there is no database in ${dataDirectory}; set it, or DATABASE_URL`);
  const embedded = await startEmbeddedPostgres({ dataDirectory, log: createLogger('warn', name), onProgress: say });
  stack.defer(() => embedded.stop());
  return embedded.url;
};
