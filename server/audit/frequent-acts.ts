import { Sampled } from '../engine/ops/sampled.ts';
import type { Database } from '../engine/store/database.ts';
import { type AuditEntry, record } from './entry.ts';

/**
 * Records what somebody can cause as often as they like, strangers among them: of one action and address five a minute, and sixty a
 * minute of all, per instance. The next one that is written says how many were left out, so that a flood shows and fills no disk.
 */
export class FrequentActs {
  readonly #database: Pick<Database, 'query'>;
  readonly #sampled = new Sampled({ perKey: 5, inAll: 60 });

  constructor(database: Pick<Database, 'query'>) {
    this.#database = database;
  }

  /** @throws the database's error; what was to be done must not be done then */
  async record(entry: AuditEntry): Promise<void> {
    const { action, address, refused = false, detail } = entry;
    const { write, leftOut } = this.#sampled.ask(`${action} ${refused} ${address}`);
    if (!write) return;
    await record(this.#database, { ...entry, detail: { ...detail, ...(leftOut > 0 && { leftOut }) } });
  }
}
