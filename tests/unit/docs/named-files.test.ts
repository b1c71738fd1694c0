import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, normalize, relative } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../../..');
const folders = ['app', 'deploy', 'docs', 'prisma', 'protocol', 'scripts', 'server', 'tests'];
/** Made by running it. */
const made = /^(?:data|data-demo|\.cache)\//;

const inside = async (folder: string): Promise<string[]> => {
  const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true });
  return entries.map((entry) => {
    const path = relative(root, join(entry.parentPath, entry.name));
    return entry.isDirectory() ? `${path}/` : path;
  });
};
const topmost = (await readdir(root, { withFileTypes: true })).map((entry) =>
  entry.isDirectory() ? `${entry.name}/` : entry.name,
);
const there = [...topmost, ...(await Promise.all(folders.map(inside))).flat()];

/** What stands in backquotes and is a file or a folder: `server/config.ts`, `handlers.ts`, `docs/decisions/`. */
const namedIn = (text: string): string[] =>
  [
    ...text.matchAll(
      /`((?:[\w()[\].-]+\/)*(?:[\w()[\].-]+\/|[\w[\].-]+\.(?:tsx?|js|sql|prisma|jsonc?|ya?ml|conf|md|txt)))`/g,
    ),
  ]
    .map(([, name = '']) => name)
    .filter((name) => !made.test(name));

const pages = there.filter((path) => path.endsWith('.md') && !/^(?:node_modules|CHANGELOG)/.test(path));

test.each(pages)('every file and folder that %s names is there', async (page) => {
  const named = namedIn(await readFile(join(root, page), 'utf8'));
  const gone = named.filter((name) => !there.some((path) => path === name || path.endsWith(`/${name}`)));
  expect(gone, `moved or removed: say in ${page} where it is now`).toEqual([]);
});

/** What a link can lead to within a page: its headings, as GitHub writes them, and what has an id. */
const anchorsIn = (text: string): string[] => [
  ...[...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  ),
  ...[...text.matchAll(/<a id="([^"]+)">/g)].map(([, id = '']) => id),
];

test.each([...pages, 'CHANGELOG.md'])('every link of %s inside the repository leads somewhere', async (page) => {
  const text = await readFile(join(root, page), 'utf8');
  const links = [...text.matchAll(/\]\(([^)\s]+)[^)]*\)/g)].map(([, link = '']) => link);
  for (const link of links.filter((target) => !target.includes('://'))) {
    const [path = '', anchor] = link.split('#');
    const target = path === '' ? page : normalize(join(dirname(page), path));
    expect([...there, ...there.map((one) => one.replace(/\/$/, ''))], `${page} links to ${link}`).toContain(target);
    if (anchor !== undefined)
      expect(anchorsIn(await readFile(join(root, target), 'utf8')), `${page} links to ${link}`).toContain(anchor);
  }
});

test('names are found with and without their folders, and what is no name is left alone', () => {
  expect(namedIn('`server/config.ts`, `app/(auth)/`, `rules.ts` and `a/[id]/page.tsx`')).toHaveLength(4);
  expect(namedIn('`npm run check`, `.ts`, `/api/v1/events.json`, `data/secrets.json`, server/config.ts')).toEqual([]);
  expect(pages.length).toBeGreaterThan(30);
});
