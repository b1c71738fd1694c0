import { type Data, notFound, type Payload, type Result, success } from '../../protocol/index.ts';
import type { Logger } from '../ops/log.ts';
import type { Database } from '../store/database.ts';

type Mark = { conversationId: string; userId: string; seq: number };
type MarkRow = { conversation_id: string; user_id: string; read_seq: string; unread: string; member_count: number };
/** What was stored, and how many members may want to know. */
export type StoredMark = Data<'read:mark'> & { memberCount: number };
type Waiting = { key: string; resolve: (mark: Result<StoredMark>) => void; reject: (error: unknown) => void };

// Marks that follow a send wait for company: nobody waits for them.
const followDelay = 250;

const store = `
  update member m set read_seq = greatest(m.read_seq, least(i.seq, c.last_seq))
  from (select * from unnest($1::uuid[], $2::uuid[], $3::bigint[]) t (conversation_id, user_id, seq) order by 1, 2) i
  join conversation c on c.id = i.conversation_id
  where m.conversation_id = i.conversation_id and m.user_id = i.user_id
  returning m.conversation_id, m.user_id, m.read_seq, c.last_seq - m.read_seq as unread, c.member_count`;

const keyOf = (conversationId: string, userId: string) => `${conversationId}/${userId}`;

/** How far everybody has read. Marks never go back; all marks of one turn are stored by one statement. */
export class ReadMarks {
  readonly #database: Database;
  readonly #log: Logger;
  #marks = new Map<string, Mark>();
  #waiting: Waiting[] = [];
  #timer: NodeJS.Timeout | NodeJS.Immediate | undefined;
  #urgent = false;
  #flushing: Promise<void> = Promise.resolve();

  constructor(database: Database, log: Logger) {
    this.#database = database;
    this.#log = log;
  }

  /** Stores a mark and answers when it is stored. */
  mark(userId: string, { conversationId, seq }: Payload<'read:mark'>): Promise<Result<StoredMark>> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ key: this.#note({ conversationId, userId, seq }), resolve, reject });
      this.#schedule(true);
    });
  }

  /** Moves a mark along with an own message, some time soon. Losing it costs nothing: the next mark includes it. */
  follow(userId: string, conversationId: string, seq: number): void {
    this.#note({ conversationId, userId, seq });
    this.#schedule(false);
  }

  /** Stores what is waiting, for a clean stop. */
  async flush(): Promise<void> {
    this.#start();
    await this.#flushing;
  }

  #note(mark: Mark): string {
    const key = keyOf(mark.conversationId, mark.userId);
    const known = this.#marks.get(key);
    if (known === undefined || known.seq < mark.seq) this.#marks.set(key, mark);
    return key;
  }

  #schedule(urgent: boolean): void {
    if (this.#timer !== undefined && (this.#urgent || !urgent)) return;
    if (this.#timer !== undefined) clearTimeout(this.#timer as NodeJS.Timeout);
    this.#urgent = urgent;
    this.#timer = urgent ? setImmediate(() => this.#start()) : setTimeout(() => this.#start(), followDelay);
  }

  #start(): void {
    this.#timer = undefined;
    this.#urgent = false;
    // One statement at a time, so that two of this instance never wait for each other's rows.
    this.#flushing = this.#flushing.then(() => this.#store());
  }

  async #store(): Promise<void> {
    const marks = [...this.#marks.values()];
    const waiting = this.#waiting;
    this.#marks = new Map();
    this.#waiting = [];
    if (marks.length === 0) return;
    try {
      const rows = await this.#database.query<MarkRow>('read_marks', store, [
        marks.map((mark) => mark.conversationId),
        marks.map((mark) => mark.userId),
        marks.map((mark) => mark.seq),
      ]);
      const stored = new Map(rows.map((row) => [keyOf(row.conversation_id, row.user_id), row]));
      for (const { key, resolve } of waiting) resolve(toAnswer(stored.get(key)));
    } catch (error) {
      this.#log.warn({ err: error, marks: marks.length }, 'read marks were not stored');
      for (const { reject } of waiting) reject(error);
    }
  }
}

const toAnswer = (row: MarkRow | undefined): Result<StoredMark> =>
  row === undefined
    ? notFound()
    : success({
        readSeq: Number(row.read_seq),
        unread: Math.max(0, Number(row.unread)),
        memberCount: row.member_count,
      });
