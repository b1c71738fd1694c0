import { cp, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { contractVersion } from '../../../protocol/index.ts';
import { type Pages, pagesOf, present } from '../crowd/pages.ts';
import { applyEdits, type Edit } from './edits.ts';
import { lastVersion, nextVersion } from './next.ts';

const root = join(import.meta.dirname, '../../..');
// Inside the project, so that its packages are found.
const folder = join(root, '.cache/versions');
/** What a server and the client of a page are made of. */
const sources = ['package.json', 'protocol', 'server', 'prisma', 'app/_live'];

/** A version of the product that can be started. */
export type Version = { name: string; root: string; pages: Pages };

const thisVersion: Version = { name: 'present', root, pages: present };

const make = async (name: string, edits: readonly Edit[], optionsOfSend: Pages['optionsOfSend']): Promise<Version> => {
  const to = join(folder, name);
  await rm(to, { recursive: true, force: true });
  for (const source of sources) await cp(join(root, source), join(to, source), { recursive: true });
  await applyEdits(to, edits);
  // After all that there are.
  const migration = join(to, 'prisma/migrations/29990101000000_next');
  await mkdir(migration);
  await cp(join(import.meta.dirname, 'migration.sql'), join(migration, 'migration.sql'));
  return { name, root: to, pages: { ...(await pagesOf(to)), optionsOfSend } };
};

/**
 * Makes the versions that are to meet, from the present sources.
 * @param optionsOfSend what pages of the newer ones send besides the text
 */
export const makeVersions = async (
  optionsOfSend: Pages['optionsOfSend'],
): Promise<{ present: Version; next: Version; last: Version }> => ({
  present: thisVersion,
  next: await make('next', nextVersion(contractVersion), optionsOfSend),
  last: await make('last', lastVersion(contractVersion), optionsOfSend),
});
