import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress } from 'node:zlib';

const compress = promisify(brotliCompress);

/** Lays a Brotli copy next to every script and style: an eighth smaller than gzip, and no work for a running server. */
export const compressStatic = async (directory: string): Promise<void> => {
  const names = await readdir(directory, { recursive: true });
  for (const name of names.filter((one) => /\.(js|css)$/.test(one))) {
    const path = join(directory, name);
    await writeFile(`${path}.br`, await compress(await readFile(path)));
  }
};
