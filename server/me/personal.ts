import {
  type Data,
  failure,
  limits,
  type Payload,
  type PersonalContent,
  type PersonalEntry,
  type Result,
  success,
} from '../../protocol/index.ts';
import type { Publish } from '../engine/log/batch.ts';
import { GroupCommit } from '../engine/log/group-commit.ts';
import type { Logger } from '../engine/ops/log.ts';
import { type Database, isPassing } from '../engine/store/database.ts';
import { createLookUp } from '../engine/store/look-up.ts';
import { type PersonalPlace, readPersonalChanges } from './changes.ts';
import { type EntryWrite, EntryWriter } from './entry-writer.ts';
import type { PersonalSource } from './source.ts';

/** What somebody writes of their own. */
export type Wish = {
  /** As drafts are one. No colon. */
  kind: string;
  /** Which one of that kind. */
  name: string;
  /** Null: it shall be gone. */
  content: PersonalContent | null;
  /** The version that the device saw, 0 for none: when it is another one by now, nothing is changed. Undefined: the last write wins. */
  seen?: number;
  /** How many of its kind somebody can have before the oldest are lost; otherwise `limits.personalEntries`. */
  most?: number;
};

const retryAfterMs = 500;
/** Questions that share a query. */
const mostPlaces = 100;

/** What is one person's own and the same on all their devices. Whoever comes together shares a commit, or a query. */
export class Personal {
  readonly #writes: GroupCommit<EntryWrite, PersonalEntry>;
  readonly #read: ReturnType<typeof createReader>;

  /** @param publish called with what was committed, before it is answered */
  constructor(options: { database: Database; sources: readonly PersonalSource[]; publish: Publish; log: Logger }) {
    const { database, sources, publish, log } = options;
    this.#writes = new GroupCommit(new EntryWriter(database, log), publish);
    this.#read = createReader(database, sources);
  }

  /** The current state of what changed after a version. */
  async changes(
    userId: string,
    { afterVersion, limit }: Omit<Payload<'me:changes'>, 'epoch'>,
  ): Promise<Result<Data<'me:changes'>>> {
    try {
      const { head, entries, upTo } = await this.#read({ userId, afterVersion, limit });
      return success({ entries, version: head, complete: upTo >= head });
    } catch (error) {
      if (isPassing(error)) return failure('unavailable', 'what is your own cannot be read now', retryAfterMs);
      throw error;
    }
  }

  /** @returns the entry as it is now; `conflict` with the one that won when the device had not seen it */
  async write(userId: string, { kind, name, content, seen, most }: Wish): Promise<Result<PersonalEntry>> {
    const key = `${kind}:${name}`;
    if (key.length > limits.personalKey) return failure('too_large', `name: longer than ${limits.personalKey}`);
    if (Buffer.byteLength(JSON.stringify(content)) > limits.personalEntryBytes)
      return failure('too_large', `content: more than ${limits.personalEntryBytes} bytes`);
    return this.#writes.append({ userId, key, content, seen, most: most ?? limits.personalEntries });
  }

  /** Resolves when nothing is waiting or in flight, for a clean stop. */
  idle(): Promise<void> {
    return this.#writes.idle();
  }
}

const createReader = (database: Database, sources: readonly PersonalSource[]) =>
  createLookUp((places: readonly PersonalPlace[]) => readPersonalChanges(database, sources, places), mostPlaces);
