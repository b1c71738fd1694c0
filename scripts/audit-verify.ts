import { parseArgs } from 'node:util';
import pg from 'pg';
import { type KeptEntry, verifyAudit } from '../server/audit/index.ts';
import { openOwnDatabase } from './own-database.ts';

const usage = `Verifies that the audit log is what was written.

  npm run audit:verify
  npm run --silent audit:verify -- --kept 1234:6d0f…

Each entry carries the hash of the one before, so one that is missing or was altered is found: the first such is named. At the end
the last entry's number and hash are printed. Keep that line where nobody who can write to the database can write, and give it back
with --kept: a log whose end, or all of which, was written anew then does not pass.
Exits with 0 when the log holds, with 1 when it does not, and with 2 when that could not be found out.
The database is the one of DATABASE_URL. Without that it is the embedded one under DATA_DIR (./data), and Switchboard must not be
running meanwhile.`;

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const readKept = (text: string | undefined): KeptEntry | undefined => {
  if (text === undefined) return undefined;
  const [, seq, hash] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text) ?? [];
  if (seq === undefined || hash === undefined) throw new Error('--kept: must be as it was printed, number:hash');
  return { seq: Number(seq), hash };
};

const words = {
  missing: 'is missing',
  altered: 'is not what was written',
  kept: 'is not the one that you kept',
} as const;

const main = async (): Promise<void> => {
  const { values } = parseArgs({
    options: { help: { type: 'boolean', default: false }, kept: { type: 'string' } },
  });
  if (values.help) return say(usage);
  const kept = readKept(values.kept);
  await using stack = new AsyncDisposableStack();
  const url = await openOwnDatabase({ name: 'audit-verify', stack, say: () => {} });
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  stack.defer(() => client.end());
  const verdict = await verifyAudit(
    {
      query: async <Row extends pg.QueryResultRow>(name: string, text: string, values: unknown[]) =>
        (await client.query<Row>({ name, text, values })).rows,
    },
    kept,
  );
  if (verdict.holds) return say(`${verdict.seq}:${verdict.hash}`);
  console.error(`Entry ${verdict.seq} ${words[verdict.why]}.`);
  process.exitCode = 1;
};

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
