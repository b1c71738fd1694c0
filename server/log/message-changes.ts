import type { Message } from '../../protocol/index.ts';
import type { Database } from '../store/database.ts';
import type { Batch } from './batch.ts';
import { type MessageRow, messageColumns, toMessage } from './message-row.ts';

/** Where in the log of a conversation somebody stands (exclusive), and how many messages are wanted at most. */
export type Place = { conversationId: string; afterVersion: number; limit: number };

/** What changed after a place. */
export type ChangesAfter = {
  /** The head of the log. */
  head: number;
  /** Who of those that ask is a member. */
  readers: ReadonlySet<string>;
  /** In their current state, in `version` order. */
  messages: Message[];
};

type Row = {
  place: string;
  head: string;
  /** Ids with spaces between, in the first row of a place. */
  readers: string | null;
} & (MessageRow | { id: null });

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
  ) m on $4::uuid[] is null or p.readers is not null
  order by p.number, m.version`;

/**
 * Reads the changes after many places with one statement, which also says who may see them.
 * @param readerIds who asks; nothing is read where none of them is a member. `null` asks for the server itself: everything
 * @returns what changed after each place that is in a log; a conversation that does not exist has no log
 */
export const readChangesAfter = async (
  database: Database,
  places: readonly Place[],
  readerIds: readonly string[] | null,
): Promise<Map<Place, ChangesAfter>> => {
  const rows = await database.query<Row>('message_changes', read, [
    places.map(({ conversationId }) => conversationId),
    places.map(({ afterVersion }) => afterVersion),
    places.map(({ limit }) => limit),
    readerIds,
  ]);
  const found = new Map<Place, ChangesAfter>();
  for (const row of rows) {
    const place = places[Number(row.place) - 1];
    if (place === undefined) throw new Error(`a place that was not asked for: ${row.place}`);
    const changes = found.get(place) ?? { head: Number(row.head), readers: readersIn(row), messages: [] };
    found.set(place, changes);
    if (row.id !== null) changes.messages.push(toMessage(row));
  }
  return found;
};

const readersIn = ({ readers }: Row): Set<string> => new Set(readers?.split(' ') ?? []);

/**
 * The current state of everything that changed in some conversations, for those who deliver it.
 * @param after conversation id → version from which on changes are wanted (exclusive)
 * @param limit most messages per conversation; where there are more, the batch ends at the last one read
 * @returns one batch for each conversation that has changes
 */
export const readMessageChanges = async (
  database: Database,
  after: ReadonlyMap<string, number>,
  limit: number,
): Promise<Batch<Message>[]> => {
  const places = [...after].map(([conversationId, afterVersion]): Place => ({ conversationId, afterVersion, limit }));
  const found = await readChangesAfter(database, places, null);
  return [...found].flatMap(([{ conversationId, afterVersion }, { head, messages }]): Batch<Message>[] => {
    const last = messages.at(-1);
    if (last === undefined) return [];
    const version = messages.length === limit ? last.version : head;
    return [{ log: conversationId, after: afterVersion, version, entries: messages }];
  });
};
