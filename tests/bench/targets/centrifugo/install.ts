import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { onPath } from '../../../../scripts/installation/programs.ts';
import { TargetMissing } from '../missing.ts';

export const centrifugoVersion = '6.9.1';

const folder = join(import.meta.dirname, '../../../../.cache/centrifugo', centrifugoVersion);
const program = join(folder, 'centrifugo');
const exec = promisify(execFile);

/**
 * Compiles this version of Centrifugo where it is not there yet, which takes minutes.
 * @returns the program's path
 * @throws TargetMissing when there is no Go, or it cannot be compiled here
 */
export const installCentrifugo = async (say: (step: string) => void): Promise<string> => {
  if (existsSync(program)) return program;
  const go = await onPath('go', ['/usr/local/go/bin']);
  if (go === undefined) throw new TargetMissing('there is no Go on this machine');
  say('compiling Centrifugo, once');
  const source = `github.com/centrifugal/centrifugo/v6@v${centrifugoVersion}`;
  try {
    await exec(go, ['install', source], { env: { ...process.env, GOBIN: folder } });
  } catch (error) {
    const [reason = 'for no reason given'] = String((error as { stderr?: string }).stderr ?? error)
      .trim()
      .split('\n')
      .slice(-1);
    throw new TargetMissing(`it could not be compiled: ${reason}`);
  }
  return program;
};
