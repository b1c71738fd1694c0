import type { Database } from '../engine/store/database.ts';
import { readExportPart } from './store.ts';
import { textOf } from './text.ts';

/** @returns the text, a part at a time, as fast as it is taken; it fails where a part is not there any more */
export async function* readExport(
  database: Pick<Database, 'query'>,
  { id, parts }: { id: string; parts: number },
): AsyncGenerator<Buffer> {
  for (let number = 1; number <= parts; number += 1) {
    const part = await readExportPart(database, id, number);
    if (part === null) throw new Error(`part ${number} of export ${id} is not there any more`);
    yield await textOf(part);
  }
}
