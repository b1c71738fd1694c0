import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';

const root = join(import.meta.dirname, '../..');
const upper = ['http', 'realtime', 'ingest'];
const services = ['chat', 'tickets', 'people'];
const folders = [...upper, ...services, 'log', 'delivery', 'cluster', 'store', 'ops'];

/** Section 4 of the design, said once more and independently of biome.json. */
const allowed = (from: string): string[] => {
  if (upper.includes(from)) return [...services, 'log', 'store', 'cluster', 'ops'];
  if (services.includes(from)) return [...services, 'log', 'store', 'cluster', 'ops'];
  if (from === 'log') return ['store', 'cluster', 'ops'];
  if (from === 'delivery') return ['log', 'cluster', 'ops'];
  return from === 'ops' ? [] : ['ops'];
};

const betweenFolders = folders.flatMap((from) =>
  folders
    .filter((to) => to !== from)
    .flatMap((to) =>
      [`server/${from}/to-${to}.ts`, `server/${from}/deeper/to-${to}.ts`].map((file) => ({
        file,
        target: `server/${to}/any.ts`,
        legal: allowed(from).includes(to),
      })),
    ),
);
const others = [
  { file: 'protocol/a.ts', target: 'zod', legal: true },
  { file: 'protocol/b.ts', target: 'protocol/tickets.ts', legal: true },
  { file: 'protocol/c.ts', target: 'uuid', legal: false },
  { file: 'protocol/d.ts', target: 'node:fs', legal: false },
  { file: 'protocol/e.ts', target: 'server/config.ts', legal: false },
  { file: 'app/(chat)/a.ts', target: 'protocol/tickets.ts', legal: true },
  { file: 'app/(chat)/b.ts', target: 'server/people/page-session.ts', legal: true },
  { file: 'app/(chat)/c.ts', target: 'server/people/sessions.ts', legal: false },
  { file: 'app/(chat)/room/d.ts', target: 'server/log/append.ts', legal: false },
  { file: 'app/e.ts', target: 'next/server', legal: true },
  { file: 'server/main.ts', target: 'server/realtime/any.ts', legal: true },
  { file: 'server/worker.ts', target: 'server/realtime/any.ts', legal: false },
  { file: 'server/config.ts', target: 'server/ops/any.ts', legal: false },
  { file: 'server/ops/a.ts', target: 'server/config.ts', legal: false },
  { file: 'server/chat/a.ts', target: 'server/config.ts', legal: true },
  { file: 'server/chat/b.ts', target: 'protocol/tickets.ts', legal: true },
  { file: 'server/chat/c.ts', target: 'app/_live/any.ts', legal: false },
];
const cases = [...betweenFolders, ...others];

let folder: string;
let refused: Set<string>;
let cyclic: Set<string>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'import-rules-'));
  await cp(join(root, 'biome.json'), join(folder, 'biome.json'));
  for (const { file, target } of cases) {
    const path = join(folder, file);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, `import '${specifier(file, target)}';\n`);
  }
  await writeFile(join(folder, 'app/there.ts'), "export { back } from './back.ts';\nexport const there = 1;\n");
  await writeFile(join(folder, 'app/back.ts'), "export const back = () => import('./there.ts');\n");
  const found = await lint();
  refused = found['lint/style/noRestrictedImports'] ?? new Set();
  cyclic = found['lint/suspicious/noImportCycles'] ?? new Set();
}, 30_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

test.each(cases)('$file importing $target: allowed is $legal', ({ file, legal }) => {
  expect(refused.has(file)).toBe(!legal);
});

test('two files that import each other are refused, also through import()', () => {
  expect(cyclic).toEqual(new Set(['app/there.ts', 'app/back.ts']));
});

const specifier = (file: string, target: string): string => {
  if (!/^(server|app|protocol)\//.test(target)) return target;
  const path = relative(dirname(file), target);
  return path.startsWith('.') ? path : `./${path}`;
};

const Report = z.object({
  diagnostics: z.array(z.object({ category: z.string(), location: z.object({ path: z.string() }) })),
});

/** Lints with the project's whole configuration, as `npm run check` does: a rule can also be switched off by another. */
const lint = async (): Promise<Record<string, Set<string>>> => {
  const biome = join(root, 'node_modules/.bin/biome');
  const args = ['lint', '--vcs-enabled=false', '--max-diagnostics=none', '--reporter=json'];
  const { stdout } = await promisify(execFile)(biome, args, { cwd: folder, maxBuffer: 2 ** 26 }).catch(
    // Findings are an exit code, too.
    (error: { stdout: string }) => error,
  );
  const found: Record<string, Set<string>> = {};
  for (const { category, location } of Report.parse(JSON.parse(stdout)).diagnostics) {
    found[category] = (found[category] ?? new Set()).add(location.path);
  }
  return found;
};
