import { parseArgs } from 'node:util';
import pg from 'pg';
import { migrate } from '../server/engine/store/migrations.ts';
import { openOwnDatabase } from './own-database.ts';

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
  await using stack = new AsyncDisposableStack();
  const url = await openOwnDatabase({ name: 'restored', stack, say });
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
