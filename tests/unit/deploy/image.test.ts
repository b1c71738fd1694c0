import { access, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { settings } from '../../../server/config.ts';

const root = join(import.meta.dirname, '../../..');
const dockerfile = await readFile(join(root, 'Dockerfile'), 'utf8');
const ignore = await readFile(join(root, '.dockerignore'), 'utf8');
const Package = z.object({ dependencies: z.record(z.string(), z.string()) });
const { dependencies } = Package.parse(JSON.parse(await readFile(join(root, 'package.json'), 'utf8')));
const removed = [...dockerfile.matchAll(/dependencies\.([@\w/-]+)/g)].map(([, name = '']) => name);

const sourcesBelow = async (folder: string): Promise<string[]> => {
  const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true });
  const files = entries.filter(({ name }) => name.endsWith('.ts'));
  return Promise.all(files.map(({ parentPath, name }) => readFile(join(parentPath, name), 'utf8')));
};

test('the server imports nothing that the image leaves out', async () => {
  expect(removed.length).toBeGreaterThan(3);
  expect(Object.keys(dependencies)).toEqual(expect.arrayContaining(removed));
  const sources = [...(await sourcesBelow('server')), ...(await sourcesBelow('protocol'))];
  const imported = sources.flatMap((source) => [...source.matchAll(/(?:from|import\()\s*'([^'./][^']*)'/g)]);
  const packages = new Set(imported.map(([, name = '']) => name.split('/', name.startsWith('@') ? 2 : 1).join('/')));
  expect(packages).toContain('next');
  expect(removed.filter((name) => packages.has(name))).toEqual([]);
});

test('every file that the image copies gets past .dockerignore', async () => {
  const [, run = ''] = dockerfile.split(/^FROM .*$/m).slice(1);
  const copied = [...run.matchAll(/\/app\/(\S+)/g)].map(([, path = '']) => path);
  const made = ['node_modules', '.next'];
  expect(copied).toEqual(
    expect.arrayContaining(['server', 'protocol', 'prisma/migrations', 'next.config.js', ...made]),
  );
  for (const path of copied.filter((name) => !made.includes(name))) {
    await access(join(root, path));
    expect(ignore.split('\n')).toContain(`!${path.split('/')[0]}`);
  }
});

test('runs as somebody who is not root, and node itself gets the signals', () => {
  expect(dockerfile).toMatch(/^USER node$/m);
  expect(dockerfile).toMatch(/^CMD \["node", "server\/main\.ts"\]$/m);
  expect(dockerfile).toMatch(/^HEALTHCHECK (.|\n)*\/livez/m);
});

test('sets only variables that are settings, or that Node and Next read', () => {
  const environment = /^ENV ((?:.*\\\n)*.*)$/m.exec(dockerfile)?.[1] ?? '';
  const names = [...environment.matchAll(/(\w+)=/g)].map(([, name = '']) => name);
  expect(names).toEqual(expect.arrayContaining(['HOST', 'PORT', 'NODE_ENV']));
  const others = names.filter((name) => !Object.hasOwn(settings, name));
  expect(others).toEqual(['NODE_ENV', 'NEXT_TELEMETRY_DISABLED']);
});
