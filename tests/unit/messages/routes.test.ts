import { globSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { en } from '../../../app/_messages/en.ts';
import { type RouteFile, readModule, routeFiles } from './routes.ts';

const files = routeFiles();
const loadsOf = (path: string): readonly string[] => files.find((file) => file.path === path)?.loads ?? [];
const around = ({ within }: RouteFile): string[] => within.flatMap(loadsOf);

describe.each(files)('the texts of $path', (file) => {
  it('are all sent to the browser, by itself or by a layout around it', () => {
    const sent = new Set([...around(file), ...file.loads]);
    expect([...file.says].filter((namespace) => !sent.has(namespace)).sort()).toEqual([]);
  });

  it('are sent once, and none that nobody says there', () => {
    const inside = files.filter(({ path, within }) => path.endsWith('/page.tsx') && within.includes(file.path));
    const saidInside = (namespace: string) => inside.length > 0 && inside.every(({ says }) => says.has(namespace));
    const beside = files.filter(({ path }) => path === file.path.replace(/layout\.tsx$/, 'error.tsx'));
    const needless = file.loads.filter(
      (namespace) => ![file, ...beside].some(({ says }) => says.has(namespace)) && !saidInside(namespace),
    );
    expect(needless).toEqual([]);
    expect(around(file).filter((namespace) => file.loads.includes(namespace))).toEqual([]);
  });
});

describe('the texts of a route', () => {
  it('are found in every form in which a file says them', () => {
    const free = "const t = useTranslations(); t('people.you'); t('message.send'); t(`errors.$code`);";
    expect(readModule('app/free.tsx', free).says).toEqual(['people', 'errors']);
    const chosen = "const s = useTranslations('tickets.states'), t = useTranslations('auth'); t(`errors.$code`);";
    expect(readModule('app/chosen.tsx', chosen).says).toEqual(['tickets', 'auth']);
  });

  it('come from files that are all part of the catalogue', () => {
    const folder = join(import.meta.dirname, '../../../app/_messages');
    for (const language of ['en', 'zh'])
      expect(globSync('*.json', { cwd: join(folder, language) }).sort()).toEqual(
        Object.keys(en)
          .map((name) => `${name}.json`)
          .sort(),
      );
  });
});
