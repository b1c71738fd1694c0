import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
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

/** Every text of a catalogue, however deep. */
const textsIn = (part: unknown): string[] =>
  typeof part === 'string' ? [part] : Object.values(part as object).flatMap(textsIn);

test('what the README says to choose or to press is called so on the page', async () => {
  const folder = 'app/_messages/en';
  const files = await readdir(join(root, folder));
  const texts = new Set(
    (await Promise.all(files.map(async (file) => textsIn(JSON.parse(await read(`${folder}/${file}`)))))).flat(),
  );
  const dashboard = await read('deploy/grafana/switchboard.json');
  const named = [...readme.matchAll(/(?<![*\w])\*([^*\n]+)\*(?!\*)/g)].flatMap(([, words = '']) => words.split(' → '));
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter((words) => !texts.has(words) && !dashboard.includes(`"title": "${words}"`))).toEqual([]);
});
