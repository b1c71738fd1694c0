import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { readConfig } from '../server/config.ts';
import { startEmbeddedPostgres } from '../server/embedded/embedded-postgres.ts';
import { createLogger } from '../server/engine/ops/log.ts';
import { migrate } from '../server/engine/store/migrations.ts';

const usage = `Says that the database was put back to an earlier state.

  npm run restored

Everybody who has a page open starts over from what the database says now, within seconds; what they wrote and could not send yet
is sent. To be run after a restore, whatever was restored how; running it without a reason costs everybody a moment.
The database is the one of DATABASE_URL. Without that it is the embedded one under DATA_DIR (./data), and Switchboard must not be
running meanwhile.`;

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const main = async (): Promise<void> => {
  const { values } = parseArgs({ options: { help: { type: 'boolean', default: false } } });
  if (values.help) return say(usage);
  const { DATABASE_URL: given, DATA_DIR: dataDirectory } = readConfig({
    // Only where the database is: the rest of the settings need not be there.
    ...{ DATABASE_URL: process.env.DATABASE_URL, DATA_DIR: process.env.DATA_DIR },
    AUTH_SECRET: 'not needed for this, but demanded with DATABASE_URL',
  });
  await using stack = new AsyncDisposableStack();
  const open = async () => {
    if (!existsSync(join(dataDirectory, 'postgres', 'PG_VERSION')))
      throw new Error(`DATA_DIR: there is no database in ${dataDirectory}; set it, or DATABASE_URL`);
    const log = createLogger('warn', 'restored');
    const embedded = await startEmbeddedPostgres({ dataDirectory, log, onProgress: say });
    stack.defer(() => embedded.stop());
    return embedded.url;
  };
  const url = given ?? (await open());
  // What was put back may be of a version before.
  await migrate(url, (name) => say(`Migrating the database: ${name}`));
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  stack.defer(() => client.end());
  await client.query(`select renew_epoch('restored', null)`);
  say('Everybody starts over from what the database says now.');
};

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
