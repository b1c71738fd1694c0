import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { chooseRunner, programsUser } from '../../../server/embedded/runner.ts';

const run = promisify(execFile);

test.runIf(process.getuid?.() === 0)(
  'a program started for root finds its siblings in a folder that only root may enter',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'switchboard-private-'));
    try {
      const sibling = join(folder, 'sibling');
      await writeFile(sibling, '', { mode: 0o755 });
      await mkdir(join(folder, 'data'));
      const runner = await chooseRunner(join(folder, 'data', 'postgres'), await programsUser());
      // access(2), as initdb asks: it looks at the real user, not at the effective one.
      const look = `require('node:fs').accessSync(${JSON.stringify(sibling)}, 1); console.log(process.getuid())`;
      const { file, args, ...user } = runner.command(process.execPath, ['-e', look]);
      const { stdout } = await run(file, args, user);
      expect(Number(stdout)).not.toBe(0);
    } finally {
      await rm(folder, { recursive: true });
    }
  },
);
