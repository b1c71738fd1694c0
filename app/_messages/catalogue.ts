import compile from 'icu-minify/compile';
import { cookies, headers } from 'next/headers';
import { createTranslator } from 'use-intl/core';
import { en } from './en.ts';
import { chooseLocale, type Locale, localeCookie } from './locale.ts';
import { zh } from './zh.ts';

export type Messages = typeof en;
export type Namespace = keyof Messages;
interface Tree {
  [key: string]: string | Tree;
}
interface CompiledTree {
  [key: string]: ReturnType<typeof compile> | CompiledTree;
}

const compileTree = (tree: Tree): CompiledTree =>
  Object.fromEntries(
    Object.entries(tree).map(([key, value]) => [
      key,
      // The compiler makes objects without a prototype, which React does not hand to the browser; a copy has one.
      typeof value === 'string' ? structuredClone(compile(value)) : compileTree(value),
    ]),
  );

// use-intl types compiled messages as what they were compiled from.
const compiled = {
  en: compileTree(en) as unknown as Messages,
  zh: compileTree(zh) as unknown as Messages,
} satisfies Record<Locale, Messages>;

/** @returns these namespaces of a language, compiled for the formatter that next.config.js puts in */
export const messagesFor = (locale: Locale, namespaces: readonly Namespace[]): Partial<Messages> =>
  Object.fromEntries(namespaces.map((namespace) => [namespace, compiled[locale][namespace]]));

/** @returns the language this request should be answered in */
export const requestLocale = async (): Promise<Locale> => {
  const [jar, head] = await Promise.all([cookies(), headers()]);
  return chooseLocale(jar.get(localeCookie)?.value, head.get('accept-language'));
};

/** A translator for server components. */
export const translator = async () => {
  const locale = await requestLocale();
  return createTranslator({ locale, messages: compiled[locale] });
};
