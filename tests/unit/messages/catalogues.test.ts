import compile from 'icu-minify/compile';
import { describe, expect, it } from 'vitest';
import { en } from '../../../app/_messages/en.ts';
import { chooseLocale } from '../../../app/_messages/locale.ts';
import { zh } from '../../../app/_messages/zh.ts';
import { errorCodes } from '../../../protocol/index.ts';

interface Tree {
  [key: string]: string | Tree;
}

const flatten = (tree: Tree, prefix = ''): [string, string][] =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [[`${prefix}${key}`, value]] : flatten(value, `${prefix}${key}.`),
  );

const kinds: Record<number, string> = {
  1: 'select',
  2: 'plural',
  3: 'selectordinal',
  4: 'number',
  5: 'date',
  6: 'time',
};

// A branch of a plural is one text or a list of parts.
const partsOf = (branch: unknown): unknown[] => (Array.isArray(branch) ? branch : []);

// A compiled argument is [name], [name, kind, options] or, for a tag, [name, ...children].
const placeholdersOf = (part: unknown): string[] => {
  if (!Array.isArray(part)) return [];
  const [name, kind, options] = part;
  if (typeof name !== 'string') return part.flatMap(placeholdersOf);
  if (kind === undefined) return [`{${name}}`];
  if (typeof kind !== 'number' || !(kind in kinds)) return [`<${name}>`, ...part.slice(1).flatMap(placeholdersOf)];
  const inner =
    options && typeof options === 'object' ? Object.values(options).flatMap(partsOf).flatMap(placeholdersOf) : [];
  return [`{${name}, ${kinds[kind]}}`, ...inner];
};

const placeholders = (message: string): string[] => {
  const compiled = compile(message);
  return typeof compiled === 'string' ? [] : [...new Set(compiled.flatMap(placeholdersOf))].sort();
};

const english = new Map(flatten(en));
const chinese = new Map(flatten(zh));

describe('the message catalogues', () => {
  it('say the same things in English and in Chinese', () => {
    expect([...chinese.keys()]).toEqual([...english.keys()]);
  });

  it('leave nothing empty', () => {
    const empty = [...english, ...chinese].filter(([, text]) => text.trim() === '').map(([key]) => key);
    expect(empty).toEqual([]);
  });

  it.each([...english])('%s takes the same values in both languages', (key, text) => {
    expect(placeholders(chinese.get(key) ?? '')).toEqual(placeholders(text));
  });

  it('have a text for every error code of the contract', () => {
    expect(Object.keys(en.errors).sort()).toEqual(Object.keys(errorCodes).sort());
  });

  it('are compared by a test that sees a missing and a renamed placeholder', () => {
    expect(placeholders('{count, plural, one {# of {name}} other {# <b>x</b>}}')).toEqual([
      '<b>',
      '{count, plural}',
      '{name}',
    ]);
  });
});

describe('the language of a visitor', () => {
  it.each([
    [undefined, 'zh-CN,zh;q=0.9,en;q=0.8', 'zh'],
    [undefined, 'en-GB,en;q=0.9,zh;q=0.8', 'en'],
    [undefined, 'de-DE,de;q=0.9,zh-TW;q=0.4', 'zh'],
    [undefined, 'zh;q=0.1,en;q=0.9', 'en'],
    [undefined, 'zh;q=0,en;q=0.5', 'en'],
    [undefined, 'fr', 'en'],
    [undefined, null, 'en'],
    ['zh', 'en', 'zh'],
    ['en', 'zh', 'en'],
    ['xx', 'zh', 'zh'],
  ])('with cookie %s and Accept-Language %s is %s', (cookie, header, locale) => {
    expect(chooseLocale(cookie, header)).toBe(locale);
  });
});
