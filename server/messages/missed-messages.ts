import { type Data, type Message, notFound, type Payload, type Result, success } from '../../protocol/index.ts';
import type { Database } from '../engine/store/database.ts';
import { createLookUp } from '../engine/store/look-up.ts';
import { type ChangesAfter, type Place, readChangesAfter } from './message-changes.ts';
import { toMessage } from './message-row.ts';

type Question = Place & { readerId: string };
type Answer = Result<Data<'message:changes'>>;

/** Of one query. Each answer may be a page of `limits.changesPage`, and all of them are read in one go. */
const maxQuestions = 50;

const nameOf = ({ conversationId, afterVersion, limit }: Place) => `${conversationId} ${afterVersion} ${limit}`;

/** All readers share the messages, but for those in which each must find their own reaction. */
const seenBy = (readerId: string, { messages, crowded }: ChangesAfter): Message[] =>
  crowded.size === 0
    ? messages
    : messages.map((message) => {
        const row = crowded.get(message.id);
        return row ? toMessage(row, readerId) : message;
      });

/**
 * Reads what somebody missed. After an outage all members of a room ask for the same at once: they share the reading,
 * and one statement answers for all rooms. Membership is checked by the same statement.
 */
export class MissedMessages {
  readonly #database: Database;
  readonly #answer: (question: Question) => Promise<Answer>;

  constructor(database: Database) {
    this.#database = database;
    this.#answer = createLookUp((questions) => this.#answers(questions), maxQuestions);
  }

  /** The current state of every message changed after a version, in `version` order. */
  after(readerId: string, payload: Payload<'message:changes'>): Promise<Answer> {
    return this.#answer({ ...payload, readerId });
  }

  async #answers(questions: readonly Question[]): Promise<Answer[]> {
    const places = new Map<string, Place>(questions.map((question) => [nameOf(question), question]));
    const readerIds = new Set(questions.map(({ readerId }) => readerId));
    const found = await readChangesAfter(this.#database, [...places.values()], [...readerIds]);
    return questions.map((question) => {
      const place = places.get(nameOf(question));
      const changes = place && found.get(place);
      if (!changes?.readers.has(question.readerId)) return notFound();
      const { messages, head } = changes;
      const complete = (messages.at(-1)?.version ?? head) >= head;
      return success({ messages: seenBy(question.readerId, changes), version: head, complete });
    });
  }
}
