import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { contractVersion } from '../../../protocol/index.ts';
import { type Edit, editedFiles } from '../../chaos/versions/edits.ts';
import { lastVersion } from '../../chaos/versions/next.ts';
import { faultsOf } from '../store/safe-migrations.ts';

const root = join(import.meta.dirname, '../../..');

it('the versions that meet in the chaos runs can be made of the present sources', async () => {
  const files = await editedFiles(root, lastVersion(contractVersion));
  const text = files.get('protocol/version.ts');
  expect(text).toContain(`contractVersion: number = ${contractVersion + 1};`);
  expect(text).toContain('oldestContract: number = contractVersion;');
  const migration = await readFile(join(root, 'tests/chaos/versions/migration.sql'), 'utf8');
  expect(faultsOf(migration), 'as every migration').toEqual([]);
});

it('a place that is not there any more is named', async () => {
  const edit: Edit = { file: 'protocol/version.ts', find: 'what nobody wrote', put: '' };
  await expect(editedFiles(root, [edit])).rejects.toThrow(
    'protocol/version.ts has 0 places that are “what nobody wrote”',
  );
});
