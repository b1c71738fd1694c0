import { parseArgs } from 'node:util';
import { createLogger } from '../server/engine/ops/log.ts';
import { openDatabase } from '../server/engine/store/database.ts';
import { migrate } from '../server/engine/store/migrations.ts';
import { restoreExport } from '../server/exports/restore/restore.ts';
import { makeLink } from '../server/people/one-time-links.ts';
import { openOwnDatabase } from './own-database.ts';

const usage = `Puts an export of everything into an empty installation.

  npm run restore -- switchboard-everything-2026-11-29.ndjson

First all of the file is read: every line must be one that an export has, and their number and hash what its last line says. Only
then is it written. The installation must be empty: nobody has an account in it, and nothing was said. When it fails half-way,
make the database anew and begin again.
An export holds no passwords and nothing else that lets anybody in. At the end a link is printed by which the first admin sets a new
password; the others get one by mail (Forgotten password), from an admin (Administration, People), or sign in by single sign-on.
The database is the one of DATABASE_URL. Without that it is the embedded one under DATA_DIR (./data), and Switchboard must not be
running meanwhile; start it there once and stop it, so that there is one. PUBLIC_URL is what the link begins with.`;

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const main = async (): Promise<void> => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { help: { type: 'boolean', default: false } },
  });
  if (values.help) return say(usage);
  const [path, ...more] = positionals;
  if (path === undefined || more.length > 0) throw new Error('name one file: npm run restore -- FILE');
  await using stack = new AsyncDisposableStack();
  const url = await openOwnDatabase({ name: 'restore', stack, say });
  await migrate(url, (name) => say(`Migrating the database: ${name}`));
  const database = openDatabase(url, createLogger('warn', 'restore'));
  stack.defer(() => database.close());
  say(`Reading ${path}`);
  const { counts, leftOut, admin } = await restoreExport(database, path, (lines) => say(`${lines} lines`));
  for (const [type, count] of Object.entries(counts)) say(`${type}: ${count}`);
  if (leftOut > 0) say(`Left out: ${leftOut} lines about what began or went while the file was written.`);
  if (admin === null) return say('There is no admin in it: nobody can give the others a way in.');
  const link = await makeLink(database, 'reset', { userId: admin.id });
  if (link === null) throw new Error(`no link could be made for ${admin.name}`);
  const { PUBLIC_URL: origin = '(the address of this installation)' } = process.env;
  say(`${admin.name} (${admin.email}) sets a new password here, until ${link.expiresAt.toISOString()}:`);
  say(`${origin}/new-password#token=${link.token}`);
};

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
