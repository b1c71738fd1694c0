import { limits } from '../../protocol/index.ts';
import type { Logger } from '../engine/ops/log.ts';
import type { Database } from '../engine/store/database.ts';
import { formatNumber } from './format.ts';
import { plan } from './plan.ts';
import { appendParts, beginExport, type Place, type Running, readExportPart, stopExport } from './store.ts';
import { Text, textOf } from './text.ts';

const readName = 'select name from workspace';

/** The text as far as it was written: whoever takes over from a worker that is gone goes on behind it. */
const openText = async (database: Database, running: Running): Promise<Text> => {
  const text = new Text(running.counts);
  for (let number = 1; number <= running.parts; number += 1) {
    const part = await readExportPart(database, running.id, number);
    if (part === null) throw new Error(`part ${number} of export ${running.id} is missing`);
    text.follow(await textOf(part));
  }
  if (running.parts > 0) return text;
  const [workspace] = await database.query<{ name: string | null }>('export_name', readName, []);
  text.add({
    ...{ type: 'header', format: formatNumber, exportedAt: new Date().toISOString() },
    ...{ scope: running.scope, subjectId: running.subjectId, workspace: workspace?.name ?? null },
  });
  return text;
};

type Step = { text: Text; place: Place };

/** Reads until there is enough for a part, or nothing more. */
const gather = async (database: Database, running: Running, { text, place }: Step): Promise<Place> => {
  const sections = plan[running.scope];
  let { section, after } = place;
  for (
    let part = sections[section];
    part !== undefined && text.size < limits.exportPartBytes;
    part = sections[section]
  ) {
    const { lines, next } = await part.read(database, running.subjectId, after);
    for (const line of lines) text.add(line);
    if (next === null) section += 1;
    after = next;
  }
  return { section, after };
};

const write = async (database: Database, begun: Running): Promise<void> => {
  const text = await openText(database, begun);
  const end = plan[begun.scope].length;
  let place = begun.place ?? { section: 0, after: null };
  for (let running: Running | null = begun; running !== null; ) {
    if (running.bytes > limits.exportBytes) return stopExport(database, begun.id, 'too_large');
    place = await gather(database, running, { text, place });
    const isDone = place.section >= end;
    if (isDone) text.end();
    running = await appendParts(database, running, { ...(await text.take()), place, counts: text.counts, isDone });
    if (isDone) return;
  }
};

/**
 * Writes an export, or goes on with it, until it is done, cancelled, or in another worker’s hands.
 * @throws what went wrong: the same is to be tried again, and goes on where it was
 */
export const writeExport = async (
  { database, log }: { database: Database; log: Logger },
  exportId: string,
): Promise<void> => {
  const begun = await beginExport(database, exportId);
  if (begun === null) return;
  try {
    await write(database, begun);
  } catch (error) {
    await stopExport(database, exportId, 'retried').catch((failure: unknown) =>
      log.warn({ err: failure, export: exportId }, 'it could not be noted that an export does not go on'),
    );
    throw error;
  }
};
