import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { freshDatabase, sharedRedisUrl } from '../../support/shared.ts';

it('leaves little of a statement and of a message on the bus behind that only a collection of all memory finds', async () => {
  const program = join(import.meta.dirname, 'commit-garbage.ts');
  // As a server runs in its first seconds: code that V8 has optimised leaves less.
  const flags = ['--expose-gc', '--no-opt', '--no-maglev'];
  const { stdout } = await promisify(execFile)(process.execPath, [
    ...flags,
    program,
    await freshDatabase(),
    sharedRedisUrl(),
  ]);
  expect(Number(stdout), 'bytes left in old memory by each commit, of 8,000').toBeLessThan(2_500);
});
