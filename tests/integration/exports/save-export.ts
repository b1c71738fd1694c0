import { writeFile } from 'node:fs/promises';
import { JobList } from '../../../server/engine/jobs/add-job.ts';
import { createLogger } from '../../../server/engine/ops/log.ts';
import type { Database } from '../../../server/engine/store/database.ts';
import { readExport } from '../../../server/exports/download.ts';
import { Exports } from '../../../server/exports/exports.ts';
import { writeExport } from '../../../server/exports/write.ts';
import type { Person } from '../../support/seed.ts';
import { unsaid } from '../../support/unsaid.ts';

/**
 * Has an admin export everything, or one room, and saves the file as it is downloaded.
 * @returns where it is
 */
export const saveExport = async (
  database: Database,
  person: Person,
  { path, roomId = null }: { path: string; roomId?: string | null },
): Promise<string> => {
  const exports = new Exports({ database, jobs: new JobList(database) });
  const by = { me: { ...person, ...unsaid }, address: '192.0.2.9' };
  const made = await exports.create(by, { roomId });
  if (!made.ok) throw new Error(made.error.message);
  await writeExport({ database, log: createLogger('silent', 'test') }, made.data.id);
  const taken = await exports.take(by, made.data.id);
  if (taken === null) throw new Error('it is not done');
  const parts: Buffer[] = [];
  for await (const part of readExport(database, taken)) parts.push(part);
  await writeFile(path, Buffer.concat(parts));
  await exports.cancel(by, { exportId: made.data.id });
  return path;
};
