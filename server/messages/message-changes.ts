import { limits, type Message } from '../../protocol/index.ts';
import type { Batch } from '../engine/log/batch.ts';
import { fromStart } from '../engine/log/page.ts';
import type { Database } from '../engine/store/database.ts';
import { isCrowded, type MessageRow, messageColumns, toMessage } from './message-row.ts';

/** Where in the log of a conversation somebody stands (exclusive), and how many messages are wanted at most. */
export type Place = { conversationId: string; afterVersion: number; limit: number };

/** What changed after a place. */
export type ChangesAfter = {
  /** The head of the log. */
  head: number;
  /** Who of those that ask is a member. */
  readers: ReadonlySet<string>;
  /** In their current state, in `version` order; as many as fit into a page. */
  messages: Message[];
  /** Of those messages the ones with more reactions than travel, by id. */
  crowded: Map<string, MessageRow>;
};

type Row = {
  place: string;
  head: string;
  /** Ids with spaces between, in the first row of a place. */
  readers: string | null;
} & (MessageRow | { id: null });

const read = `
  with place as materialized (
    select p.number, p.after, p.most, l.id, l.last_version as head,
      (select string_agg(m.user_id::text, ' ') from member m
        where m.conversation_id = l.id and m.user_id = any ($4::uuid[])) as readers
    from unnest($1::uuid[], $2::bigint[], $3::int[]) with ordinality p (id, after, most, number)
    join log l on l.id = p.id)
  select p.number as place, p.head, case when coalesce(m.number, 1) = 1 then p.readers end as readers, m.*
  from place p left join lateral (
    select * from (
      select ${messageColumns}, row_number() over changed as number, sum(m.bytes) over changed - m.bytes as bytes_before
      from (
        select *, octet_length(m.body) + pg_column_size(m.reactions) as bytes from message m
        where m.conversation_id = p.id and m.version > p.after order by m.version limit p.most
      ) m
      window changed as (order by m.version rows unbounded preceding)
    ) m
    where m.bytes_before < ${limits.pageBytes}
    order by m.version
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
    const changes: ChangesAfter = found.get(place) ?? {
      head: Number(row.head),
      readers: readersIn(row),
      messages: [],
      crowded: new Map(),
    };
    found.set(place, changes);
    if (row.id === null) continue;
    changes.messages.push(toMessage(row));
    if (isCrowded(row)) changes.crowded.set(row.id, row);
  }
  for (const changes of found.values()) changes.messages = fromStart(changes.messages);
  return found;
};

const readersIn = ({ readers }: Row): Set<string> => new Set(readers?.split(' ') ?? []);

/**
 * The current state of everything that changed in some conversations, for those who deliver it.
 * @param after conversation id → version from which on changes are wanted (exclusive)
 * @param limit most messages per conversation; where there are more, or longer ones, the batch ends at the last one read
 * @returns one batch for each conversation that has changes
 */
export const readMessageChanges = async (
  database: Database,
  after: ReadonlyMap<string, number>,
  limit: number,
): Promise<Batch<Message>[]> => {
  const places = [...after].map(([conversationId, afterVersion]): Place => ({ conversationId, afterVersion, limit }));
  const found = await readChangesAfter(database, places, null);
  return [...found].flatMap(([{ conversationId, afterVersion }, { messages }]): Batch<Message>[] => {
    const last = messages.at(-1);
    // The head is the version of the message that changed last: where that one is among them, the batch reaches it.
    return last ? [{ log: conversationId, after: afterVersion, version: last.version, entries: messages }] : [];
  });
};
