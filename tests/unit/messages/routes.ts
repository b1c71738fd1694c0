import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { type ESTree, parseSync, Visitor } from 'vite';
import { en } from '../../../app/_messages/en.ts';

const root = join(import.meta.dirname, '../../..');
const namespaces: ReadonlySet<string> = new Set(Object.keys(en));

interface Tree {
  [key: string]: string | Tree;
}
const keysOf = (tree: Tree, prefix = ''): string[] =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [`${prefix}${key}`] : keysOf(value, `${prefix}${key}.`),
  );
const keys: ReadonlySet<string> = new Set(keysOf(en));

interface Module {
  imports: readonly string[];
  /** What it says by itself, in the browser. */
  says: readonly string[];
  /** What it has sent to the browser. */
  loads: readonly string[];
}

const namespaceOf = (text: string): string => text.split('.', 1)[0] ?? '';

const stringsIn = (node: ESTree.Expression | ESTree.SpreadElement | null | undefined): string[] => {
  if (node?.type === 'Literal') return typeof node.value === 'string' ? [node.value] : [];
  return node?.type === 'ArrayExpression' ? node.elements.flatMap(stringsIn) : [];
};

/** Reads a file of the pages; a file that asks the server's translator says nothing by itself in the browser. */
export const readModule = (path: string, text: string): Module => {
  const imports: string[] = [];
  const says: string[] = [];
  const templates: string[] = [];
  let choosesNone = false;
  const loads: string[] = [];
  const follow = (specifier: string) => {
    if (specifier.startsWith('.')) imports.push(join(dirname(path), specifier));
  };
  const { program, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path} cannot be read`, { cause: errors });
  new Visitor({
    ImportDeclaration: ({ importKind, source }) => importKind !== 'type' && follow(source.value),
    ExportNamedDeclaration: ({ exportKind, source }) => exportKind !== 'type' && source && follow(source.value),
    ExportAllDeclaration: ({ source }) => follow(source.value),
    ImportExpression: ({ source }) => stringsIn(source).forEach(follow),
    Literal: ({ value }) => typeof value === 'string' && keys.has(value) && says.push(namespaceOf(value)),
    TemplateElement: ({ value: { raw } }) => {
      const namespace = namespaceOf(raw);
      if (raw.includes('.') && namespaces.has(namespace)) templates.push(namespace);
    },
    CallExpression: ({ callee, arguments: [first, second] }) => {
      if (callee.type !== 'Identifier') return;
      if (callee.name === 'useTranslations') {
        choosesNone ||= first === undefined;
        says.push(...stringsIn(first).map(namespaceOf));
      }
      if (callee.name === 'messagesFor') loads.push(...stringsIn(second));
    },
    JSXOpeningElement: ({ name, attributes }) => {
      if (name.type !== 'JSXIdentifier' || name.name !== 'Texts') return;
      for (const attribute of attributes)
        if (attribute.type === 'JSXAttribute' && attribute.value?.type === 'JSXExpressionContainer')
          loads.push(...stringsIn(attribute.value.expression as ESTree.Expression));
    },
  }).visit(program);
  if (text.includes('translator()')) return { imports, says: [], loads };
  // Under a chosen namespace, what a template begins with is only a part of it.
  return { imports, says: choosesNone ? [...says, ...templates] : says, loads };
};

const modules = new Map<string, Module>();
const moduleAt = (path: string): Module => {
  const known = modules.get(path);
  if (known) return known;
  const module = readModule(path, readFileSync(join(root, path), 'utf8'));
  modules.set(path, module);
  return module;
};

/** Every namespace that a file of a route says, with all that it imports, now or later. */
const saidBy = (entry: string): Set<string> => {
  const seen = new Set<string>([entry]);
  const said = new Set<string>();
  for (const path of seen) {
    const { imports, says } = moduleAt(path);
    for (const namespace of says) said.add(namespace);
    for (const next of imports) if (/^app\/.*\.tsx?$/.test(next)) seen.add(next);
  }
  return said;
};

export interface RouteFile {
  path: string;
  /** The layouts around it, from the root. */
  within: readonly string[];
  says: ReadonlySet<string>;
  loads: readonly string[];
}

/** The files that Next.js draws by themselves; the last resort brings its own texts. */
export const routeFiles = (): RouteFile[] => {
  const paths = globSync('app/**/{layout,page,error,not-found,loading}.tsx', { cwd: root }).sort();
  const layouts = paths.filter((path) => path.endsWith('/layout.tsx'));
  return paths.map((path) => ({
    path,
    within: layouts
      .filter((layout) => layout !== path && !relative(dirname(layout), path).startsWith('..'))
      .sort((a, b) => a.length - b.length),
    says: saidBy(path),
    loads: moduleAt(path).loads,
  }));
};
