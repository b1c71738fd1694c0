import { createHash } from 'node:crypto';
import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const stampName = '.built-from';

/**
 * One hash over the names and contents of everything a build step reads.
 * Contents rather than times: a fresh clone, a restored cache and a branch switched to and fro all compare right.
 * @param inputs files and folders; one that does not exist counts as absent
 */
export const fingerprint = async (root: string, inputs: readonly string[]): Promise<string> => {
  const files = (await Promise.all(inputs.map((input) => filesBelow(join(root, input))))).flat().sort();
  const contents = await Promise.all(files.map((file) => readFile(file)));
  const hash = createHash('sha256').update(process.version);
  files.forEach((file, index) => {
    const content = contents[index] ?? Buffer.alloc(0);
    hash.update(`\n${file.slice(root.length)} ${content.byteLength}\n`).update(content);
  });
  return hash.digest('hex');
};

/** Whether `output` holds a finished build of exactly these inputs. */
export const isFresh = async (output: string, wanted: string): Promise<boolean> => {
  try {
    return (await readFile(join(output, stampName), 'utf8')) === wanted;
  } catch {
    return false;
  }
};

/** Called before a build, so that an interrupted one never counts as finished. */
export const forgetBuild = (output: string): Promise<void> => rm(join(output, stampName), { force: true });

/** Called after a successful build. */
export const rememberBuild = (output: string, builtFrom: string): Promise<void> =>
  writeFile(join(output, stampName), builtFrom);

const filesBelow = async (path: string): Promise<string[]> => {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) return [];
  if (!found.isDirectory()) return [path];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
};
