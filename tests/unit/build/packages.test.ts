import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { packageFault } from '../../../scripts/build/packages.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'packages-'));
  await put('', { dependencies: { a: '1.2.3', '@scope/b': '2.0.0' }, devDependencies: { c: '3.0.0' } });
  await put('node_modules/a', { version: '1.2.3' });
  await put('node_modules/@scope/b', { version: '2.0.0' });
});
afterEach(() => rm(root, { recursive: true }));

const put = async (folder: string, content: object): Promise<void> => {
  await mkdir(join(root, folder), { recursive: true });
  await writeFile(join(root, folder, 'package.json'), JSON.stringify(content));
};

it('packages as they are named are no fault, and those of developers only where they are needed', async () => {
  expect(await packageFault(root, ['dependencies'])).toBe('');
  expect(await packageFault(root, ['dependencies', 'devDependencies'])).toContain('c 3.0.0 (there: none)');
});

it('packages of another version, or none, are named with what to do', async () => {
  await put('node_modules/@scope/b', { version: '1.9.0' });
  await rm(join(root, 'node_modules/a'), { recursive: true });
  expect(await packageFault(root, ['dependencies'])).toBe(
    'node_modules is not what package.json names; run npm ci: a 1.2.3 (there: none), @scope/b 2.0.0 (there: 1.9.0)',
  );
});
