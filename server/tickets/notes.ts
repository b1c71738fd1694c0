import { failure, failureWith, limits, notFound, type Rejection, type Result, success } from '../../protocol/index.ts';
import type { Publish } from '../engine/log/batch.ts';
import type { Database } from '../engine/store/database.ts';
import { type RejectionRow, rejectionColumns, toRejection } from './rejection-row.ts';
import { toBatch } from './rejections.ts';

type Outcome = 'changed' | 'repeated' | 'unchanged' | 'not_found' | 'forbidden' | 'conflict' | 'full';
type Row = { outcome: Outcome } & RejectionRow;

const note = `
  select n.outcome, ${rejectionColumns('(n.rejection)')} from note_on_rejection($1, $2, $3, $4, $5, $6) n`;

export type WantedNote = {
  actorId: string;
  rejectionId: string;
  clientId: string;
  /** The version of the note that is to be changed. */
  note?: number;
  /** Null takes it away. */
  text: string | null;
};

/** What people write about a rejection: rows that are only ever inserted, also where a note is changed or taken away. */
export class TicketNotes {
  readonly #database: Database;
  readonly #publish: Publish;

  constructor(database: Database, publish: Publish) {
    this.#database = database;
    this.#publish = publish;
  }

  /**
   * Writes, changes or takes away a note; the same `clientId` again changes nothing more.
   * @throws the database's error
   */
  async write({ actorId, rejectionId, clientId, note: noted, text }: WantedNote): Promise<Result<Rejection>> {
    const [row] = await this.#database.query<Row>('note_on_rejection', note, [
      ...[actorId, rejectionId, clientId, noted ?? null, text, limits.ticketNotes],
    ]);
    switch (row?.outcome) {
      case 'changed':
        return this.#tell(toRejection(row));
      case 'repeated':
      case 'unchanged':
        return success(toRejection(row));
      case 'forbidden':
        return failure('forbidden', 'note: only who wrote it may change it');
      case 'conflict':
        return failureWith(
          { reason: 'deleted' },
          'conflict',
          'the note was taken away, or its clientId is of another one',
        );
      case 'full':
        return failureWith({ reason: 'too_many_notes' }, 'conflict', `at most ${limits.ticketNotes} on one ticket`);
      default:
        return notFound();
    }
  }

  #tell(rejection: Rejection): Result<Rejection> {
    const batch = toBatch([rejection]);
    if (batch !== null) this.#publish([batch]);
    return success(rejection);
  }
}
