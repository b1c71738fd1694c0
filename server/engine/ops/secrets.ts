import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const Secrets = z.object({ AUTH_SECRET: z.string().min(32), INGEST_SECRET: z.string().min(32) });
export type Secrets = z.infer<typeof Secrets>;

const isMissing = (error: unknown) => error instanceof Error && Reflect.get(error, 'code') === 'ENOENT';

/**
 * The secrets of an embedded installation: made once, kept in a file that only its owner can read.
 * @param dataDirectory DATA_DIR, which is there
 * @throws when the file is there but cannot be read or understood
 */
export const keptSecrets = async (dataDirectory: string): Promise<Secrets> => {
  const path = join(dataDirectory, 'secrets.json');
  try {
    return Secrets.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    if (!isMissing(error)) throw new Error(`${path} is damaged; remove it to get new secrets`, { cause: error });
  }
  const made = { AUTH_SECRET: randomBytes(32).toString('hex'), INGEST_SECRET: randomBytes(32).toString('hex') };
  await writeFile(path, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
  return made;
};
