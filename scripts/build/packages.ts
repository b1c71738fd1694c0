import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

type Named = { version?: string; dependencies?: Record<string, string>; devDependencies?: Record<string, string> };

const readPackage = async (folder: string): Promise<Named | undefined> => {
  try {
    return JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  } catch {
    return undefined;
  }
};

/**
 * Whoever has fetched newer code has the packages of the older one, and would read of a module that cannot be found.
 * @param kinds which packages are needed; package.json names them by their exact versions
 * @returns what to do, when packages are missing or of another version; else nothing
 */
export const packageFault = async (
  root: string,
  kinds: readonly ('dependencies' | 'devDependencies')[],
): Promise<string> => {
  const wanted = await readPackage(root);
  const names = kinds.flatMap((kind) => Object.entries(wanted?.[kind] ?? {}));
  const found = await Promise.all(
    names.map(async ([name, version]) => {
      const installed = (await readPackage(join(root, 'node_modules', name)))?.version;
      return installed === version ? [] : [`${name} ${version} (there: ${installed ?? 'none'})`];
    }),
  );
  const faults = found.flat();
  return faults.length === 0 ? '' : `node_modules is not what package.json names; run npm ci: ${faults.join(', ')}`;
};
