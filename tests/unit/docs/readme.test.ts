import { access, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';

const root = join(import.meta.dirname, '../../..');
const read = (path: string) => readFile(join(root, path), 'utf8');
const readme = await read('README.md');
const blocks = [...readme.matchAll(/^```sh\n([^`]*)^```$/gm)].map(([, text = '']) => text);

test('the README gives the two commands, and the continuous integration runs the second', async () => {
  expect(blocks).toContain('npm ci && npm start\n');
  expect(blocks).toContain('npm ci && npm test\n');
  expect(await read('.ci/run')).toContain("command='npm ci && npm test'");
});

test('the table of commands has every script of package.json, and no other', async () => {
  const Package = z.object({ scripts: z.record(z.string(), z.string()) });
  const { scripts } = Package.parse(JSON.parse(await read('package.json')));
  const commands = Object.keys(scripts).map((name) => (['start', 'test'].includes(name) ? name : `run ${name}`));
  const listed = [...readme.matchAll(/^\| `npm ([^`]+)` \|/gm)].map(([, name]) => name);
  expect(listed.toSorted()).toEqual(commands.toSorted());
});

test.each([
  'README.md',
  'ARCHITECTURE.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'CHANGELOG.md',
  'docs/protocol.md',
  'docs/decisions/README.md',
])('every link of %s inside the repository leads somewhere', async (page) => {
  const text = await read(page);
  const links = [...text.matchAll(/\]\(([^)#\s]+)[^)]*\)/g)].map(([, link = '']) => link);
  for (const link of links.filter((target) => !target.includes('://')))
    await access(join(root, dirname(page), link)).catch(() => expect.fail(`${page} links to ${link}`));
});
