import { readdir, readFile } from 'node:fs/promises';
import { join, posix, relative } from 'node:path';
import { importRules, pending } from './rules.ts';

/** One import: the file it stands in, and what it means: a path from the root of the project, or `npm:` and a package. */
export type Import = { file: string; target: string };

const specifiers = /(?:\bfrom|\bimport)\s*\(?\s*(['"])([^'"\n]+)\1/g;
const parts = ['doors', 'engine', 'embedded'];

/** @param file its path from the root of the project @returns what it imports, types too */
export const importsOf = (file: string, text: string): Import[] =>
  [...text.matchAll(specifiers)].map(([, , specifier = '']) => ({
    file,
    target: specifier.startsWith('.')
      ? posix.normalize(posix.join(posix.dirname(file), specifier))
      : `npm:${specifier.replace(/^node:.*/, '')}`,
  }));

const pattern = (inside: string): RegExp =>
  new RegExp(
    `^${inside.replace(/[.+?]/g, '\\$&').replace(/<(\w+)>/g, (_, name) => `(?<${name}>${name === 'door' ? '' : `(?!(?:${parts.join('|')})/)`}[^/]+)`)}`,
  );

const patterns = importRules.map((rule) => ({ rule, fits: pattern(rule.inside) }));

const isAllowed = (target: string, may: readonly string[], names: Record<string, string>): boolean =>
  may.some((allowed) => {
    const named = allowed.replace(/<(\w+)>/g, (whole, name) => names[name] ?? whole);
    if (named === 'npm:') return target.startsWith('npm:');
    if (named.startsWith('npm:')) return target === named;
    return pattern(named).test(target) && (named.endsWith('/') || target.endsWith(named.slice(named.lastIndexOf('/'))));
  });

const fault = ({ file, target }: Import): string | undefined => {
  for (const { rule, fits } of patterns) {
    const found = fits.exec(file);
    if (!found) continue;
    return isAllowed(target, rule.may, found.groups ?? {})
      ? undefined
      : `${file} imports ${target.replace(/^npm:/, '')}: ${rule.because}`;
  }
  return undefined;
};

const nounOf = (path: string): string | undefined => pattern('server/<noun>/').exec(path)?.groups?.noun;

/** @returns a way from a noun back to itself, if there is one */
const circle = (imports: readonly Import[]): string[] => {
  const arrows = new Map<string, Set<string>>();
  for (const { file, target } of imports) {
    const [from, to] = [nounOf(file), nounOf(target)];
    if (from === undefined || to === undefined || from === to) continue;
    arrows.set(from, (arrows.get(from) ?? new Set()).add(to));
  }
  const walk = (way: string[]): string[] | undefined => {
    const start = way[0];
    for (const next of arrows.get(way.at(-1) ?? '') ?? []) {
      if (next === start) return [...way, next];
      const found = way.includes(next) ? undefined : walk([...way, next]);
      if (found) return found;
    }
    return undefined;
  };
  for (const noun of arrows.keys()) {
    const way = walk([noun]);
    if (way) return [`nouns import each other in a circle: ${way.join(' → ')}`];
  }
  return [];
};

/** @returns a line for each import that breaks a rule of `rules.ts`, and for a circle of nouns */
export const faultsOf = (imports: readonly Import[]): string[] => [
  ...imports.flatMap((each) => fault(each) ?? []),
  ...circle(imports),
];

const folders = ['app', 'server', 'protocol', 'scripts', 'tests'];

const sourcesIn = async (root: string): Promise<string[]> => {
  const entries = await Promise.all(
    folders.map((folder) => readdir(join(root, folder), { recursive: true, withFileTypes: true })),
  );
  return entries
    .flat()
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !/\bgenerated\b/.test(entry.parentPath))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
};

/** @returns what is wrong with the imports of the project at `root`, a line each */
export const importFaults = async (root: string): Promise<string> => {
  const files = await sourcesIn(root);
  const read = async (file: string) => importsOf(file, await readFile(join(root, file), 'utf8'));
  const imports = (await Promise.all(files.map(read))).flat();
  const known = (each: Import) => pending.includes(`${each.file} → ${each.target}`);
  const gone = pending.filter((line) => !imports.some(({ file, target }) => line === `${file} → ${target}`));
  return [
    ...faultsOf(imports.filter((each) => !known(each))),
    ...gone.map((line) => `${line}: is gone; take it off the list in scripts/imports/rules.ts`),
  ].join('\n');
};
