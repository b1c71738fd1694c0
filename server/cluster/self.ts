import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { contractVersion } from '../../protocol/index.ts';
import type { Config } from '../config.ts';

/** What a process says of itself as long as it runs. */
export type Self = {
  /** Not its name, which two may have been given; a new one at each start. */
  id: string;
  name: string;
  version: string;
  /** Of the pages it serves; null where it serves none. */
  build: string | null;
  contract: number;
  roles: string[];
};

const Package = z.object({ version: z.string() });

const root = fileURLToPath(new URL('../../', import.meta.url));

const builtPages = async (): Promise<string | null> => {
  try {
    return (await readFile(`${root}.next/BUILD_ID`, 'utf8')).trim();
  } catch {
    // Under development pages are built as they are asked for.
    return null;
  }
};

/** @throws when package.json cannot be read */
export const describeSelf = async ({ INSTANCE_ID, ROLES }: Pick<Config, 'INSTANCE_ID' | 'ROLES'>): Promise<Self> => ({
  id: randomUUID(),
  name: INSTANCE_ID,
  version: Package.parse(JSON.parse(await readFile(`${root}package.json`, 'utf8'))).version,
  build: ROLES.has('web') ? await builtPages() : null,
  contract: contractVersion,
  roles: [...ROLES],
});
