import { Delivery } from '../../../server/engine/delivery/delivery.ts';
import { Traces } from '../../../server/engine/delivery/traces.ts';
import type { Batch } from '../../../server/engine/log/batch.ts';
import { createMetrics } from '../../../server/engine/ops/metrics.ts';
import { collectLog } from '../../support/log-lines.ts';
import { batchOf, headOf, type ModelLog } from './model-log.ts';

/** A delivery on logs that a test can read, count the reads of, and break. */
export const createWorld = (logs: ModelLog[]) => {
  const emitted: Batch[] = [];
  const reads: Map<string, number>[] = [];
  const { log, lines } = collectLog();
  const world = {
    emitted,
    reads,
    lines,
    /** How far the log is committed: name → version. Nothing can be read beyond it. */
    heads: new Map(logs.map((made) => [made.name, headOf(made)])),
    pageSize: 500,
    failing: false,
    /** A log that no read can contain. */
    unreadable: '',
    isBusHealthy: true,
    hold: Promise.resolve(),
    delivery: new Delivery({
      emit: (batch) => void emitted.push(batch),
      read: async (after): Promise<Batch[]> => {
        reads.push(new Map(after));
        if (world.failing || after.has(world.unreadable)) throw new Error('the database is away');
        const found = logs.flatMap((made) => readLog(made, after.get(made.name), world));
        await world.hold;
        return found;
      },
      isBusHealthy: (): boolean => world.isBusHealthy,
      ...{ traces: new Traces(), metrics: createMetrics(), log },
    }),
    shown: (name: string) =>
      emitted.filter((batch) => batch.log === name).map(({ after, version }) => [after, version]),
  };
  return world;
};

const readLog = (
  made: ModelLog,
  after: number | undefined,
  world: { heads: Map<string, number>; pageSize: number },
) => {
  const head = world.heads.get(made.name) ?? 0;
  if (after === undefined || after >= head) return [];
  const all = batchOf(made, after, head);
  const page = all.entries.slice(0, world.pageSize);
  return [{ ...all, entries: page, version: page.length < all.entries.length ? (page.at(-1)?.version ?? head) : head }];
};
