import fc from 'fast-check';
import type { Message } from '../../../protocol/index.ts';
import type { Batch } from '../../../server/engine/log/batch.ts';

/**
 * A log as PostgreSQL holds it, small enough to reason about: change `n` gave one of its messages version `n`.
 * Messages are told apart by their `seq`.
 */
export type ModelLog = { name: string; changes: readonly number[] };

export const headOf = ({ changes }: ModelLog): number => changes.length;

const entry = (name: string, seq: number, version: number): Message => ({
  ...{ id: `${name}/${seq}`, conversationId: name, seq, version, authorId: 'ada', clientId: `${name}/${seq}` },
  ...{ body: `version ${version}`, replyToId: null, attachments: [], reactions: [] },
  ...{ createdAt: '2026-01-02T03:04:05.678Z', editedAt: null, deletedAt: null },
});

/** @returns seq → version of every message, as it was when the log's head was `head` */
export const stateAt = ({ changes }: ModelLog, head: number): Map<number, number> =>
  new Map(changes.slice(0, head).map((seq, index) => [seq, index + 1]));

/** What a read of the log gives, or a commit of the changes from `after` to `version`: each message in its latest state. */
export const batchOf = (log: ModelLog, after: number, version: number): Batch<Message> => ({
  log: log.name,
  after,
  version,
  entries: [...stateAt(log, version)]
    .filter(([, at]) => at > after)
    .toSorted(([, a], [, b]) => a - b)
    .map(([seq, at]) => entry(log.name, seq, at)),
});

/** Commits that make up the whole log, from one change to a few each. */
export const commitsOf = (log: ModelLog, sizes: readonly number[]): Batch<Message>[] => {
  const commits: Batch<Message>[] = [];
  let after = 0;
  for (let turn = 0; after < headOf(log); turn += 1) {
    const version = Math.min(headOf(log), after + (sizes[turn % sizes.length] ?? 1));
    commits.push(batchOf(log, after, version));
    after = version;
  }
  return commits;
};

/** Any log of up to 30 changes of up to 8 messages. */
export const anyLog = (name: string): fc.Arbitrary<ModelLog> =>
  fc.array(fc.integer({ min: 1, max: 8 }), { minLength: 1, maxLength: 30 }).map((changes) => ({ name, changes }));

export const anySizes = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 6 });

/** What a client knows that applies everything it is sent; complains about holes and about anything sent twice. */
export class Reader {
  readonly #state = new Map<number, number>();
  #version: number;

  constructor(version: number, known: ReadonlyMap<number, number> = new Map()) {
    this.#version = version;
    for (const [seq, at] of known) this.#state.set(seq, at);
  }

  get version(): number {
    return this.#version;
  }

  get state(): ReadonlyMap<number, number> {
    return this.#state;
  }

  /** @throws Error when this is not exactly what comes next */
  take(batch: Batch): void {
    if (batch.after !== this.#version)
      throw new Error(`after ${this.#version} came (${batch.after}, ${batch.version}]`);
    if (batch.version <= batch.after) throw new Error(`(${batch.after}, ${batch.version}] is empty`);
    let last = batch.after;
    for (const { seq, version } of batch.entries as Message[]) {
      if (version <= last || version > batch.version)
        throw new Error(`version ${version} does not belong after ${last} in (${batch.after}, ${batch.version}]`);
      this.#state.set(seq, version);
      last = version;
    }
    this.#version = batch.version;
  }
}
