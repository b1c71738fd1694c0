import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { isListening, until } from '../../../scripts/installation/waiting.ts';

const program = `
import { startRedis } from '${join(import.meta.dirname, '../../../scripts/installation/redis.ts')}';
import { startPostgres } from '${join(import.meta.dirname, '../../../scripts/installation/postgres.ts')}';
const [redis, postgres] = await Promise.all([startRedis(), startPostgres()]);
console.log(JSON.stringify([redis.port, postgres.port]));
setInterval(() => {}, 1000);
`;

test.each(['SIGKILL', 'SIGINT'] as const)('services end with a test process that is ended by %s', async (signal) => {
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  const ports = JSON.parse(line) as number[];
  expect(await Promise.all(ports.map(isListening))).toEqual([true, true]);
  child.kill(signal);
  await until('both services to end', async () => (await Promise.all(ports.map(isListening))).every((open) => !open));
});
