import { type Data, type Message, notFound, type Payload, type Result, success } from '../../protocol/index.ts';
import { type MessageRow, messageColumns, toMessage } from '../log/message-row.ts';
import type { Database } from '../store/database.ts';
import { createLookUp } from '../store/look-up.ts';

type Place = { conversationId: string; afterVersion: number; limit: number };
type Question = Place & { readerId: string };
type Row = {
  place: string;
  head: string;
  /** Ids with spaces between, in the first row of a place: who of those that ask is a member. */
  readers: string | null;
} & (MessageRow | { id: null });
type Changes = { head: number; readers: ReadonlySet<string>; messages: Message[] };

/** Of one query; with pages of 200 messages as many as may be read in one go without holding up the others. */
const maxQuestions = 50;

const read = `
  with place as materialized (
    select p.number, p.after, p.most, c.id, c.last_version as head,
      (select string_agg(m.user_id::text, ' ') from member m
        where m.conversation_id = c.id and m.user_id = any ($4::uuid[])) as readers
    from unnest($1::uuid[], $2::bigint[], $3::int[]) with ordinality p (id, after, most, number)
    join conversation c on c.id = p.id)
  select p.number as place, p.head, case when coalesce(m.number, 1) = 1 then p.readers end as readers, m.*
  from place p left join lateral (
    select ${messageColumns}, row_number() over (order by m.version) as number from message m
    where m.conversation_id = p.id and m.version > p.after order by m.version limit p.most
  ) m on p.readers is not null
  order by p.number, m.version`;

const placeOf = ({ conversationId, afterVersion, limit }: Place) => `${conversationId} ${afterVersion} ${limit}`;

/**
 * Reads what somebody missed. After an outage all members of a room ask for the same at once: they share the reading,
 * and one statement answers for all rooms. Membership is checked by the same statement.
 */
export class MissedMessages {
  readonly #database: Database;
  readonly #answer: (question: Question) => Promise<Result<Data<'message:changes'>>>;

  constructor(database: Database) {
    this.#database = database;
    this.#answer = createLookUp((questions) => this.#answers(questions), maxQuestions);
  }

  /** The current state of every message changed after a version, in `version` order. */
  after(readerId: string, payload: Payload<'message:changes'>): Promise<Result<Data<'message:changes'>>> {
    return this.#answer({ readerId, ...payload });
  }

  async #answers(questions: readonly Question[]): Promise<Result<Data<'message:changes'>>[]> {
    const places = new Map<string, Place>(questions.map((question) => [placeOf(question), question]));
    const found = await this.#read(places, new Set(questions.map(({ readerId }) => readerId)));
    return questions.map((question) => {
      const changes = found.get(placeOf(question));
      if (!changes?.readers.has(question.readerId)) return notFound();
      const { messages, head } = changes;
      return success({ messages, version: head, complete: (messages.at(-1)?.version ?? head) >= head });
    });
  }

  async #read(places: Map<string, Place>, readerIds: Set<string>): Promise<Map<string, Changes>> {
    const asked = [...places.values()];
    const rows = await this.#database.query<Row>('message_changes', read, [
      asked.map(({ conversationId }) => conversationId),
      asked.map(({ afterVersion }) => afterVersion),
      asked.map(({ limit }) => limit),
      [...readerIds],
    ]);
    const names = [...places.keys()];
    const found = new Map<string, Changes>();
    for (const row of rows) {
      const name = names[Number(row.place) - 1];
      if (name === undefined) throw new Error(`a place that was not asked for: ${row.place}`);
      const changes = found.get(name) ?? { head: Number(row.head), readers: readersIn(row), messages: [] };
      found.set(name, changes);
      if (row.id !== null) changes.messages.push(toMessage(row));
    }
    return found;
  }
}

const readersIn = ({ readers }: Row): Set<string> => new Set(readers?.split(' ') ?? []);
