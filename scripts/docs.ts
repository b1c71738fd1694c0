import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generatedPages } from './docs/pages.ts';

const root = join(import.meta.dirname, '..');

for (const [path, make] of Object.entries(generatedPages)) {
  const before = await readFile(join(root, path), 'utf8').catch(() => '');
  const after = make(before);
  if (after !== before) await writeFile(join(root, path), after);
  console.log(`${path}: ${after === before ? 'is up to date' : 'written'}`);
}
