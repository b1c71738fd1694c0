import { limits, type PersonalEntry, type ReadState } from '../../protocol/index.ts';
import type { Batch } from '../engine/log/batch.ts';
import type { Database } from '../engine/store/database.ts';
import { logOfPerson } from '../me/index.ts';
import { conversationWithHead } from './conversation-row.ts';
import { unreadMentions, unreadMessages } from './unread.ts';

export type Mark = { conversationId: string; userId: string; seq: number; back: boolean };
/** What is stored now, and how many members may want to know. */
export type StoredMark = { conversationId: string; userId: string; state: ReadState; memberCount: number };

type Row = {
  conversation_id: string;
  user_id: string;
  read_turn: number;
  read_seq: string;
  /** In the person's log, and how far that was before; null when the mark did not move. */
  version: string | null;
  base: string | null;
  unread: string;
  mentions: string;
  last_seq: string;
  last_version: string;
  member_count: number;
};

const store = `
  select m.conversation_id, m.user_id, m.read_turn, m.read_seq, m.version, m.base, ${unreadMessages} as unread,
    ${unreadMentions} as mentions, c.last_seq, c.last_version, c.member_count
  from store_marks($1::uuid[], $2::uuid[], $3::bigint[], $4::boolean[], ${limits.markBack}) m
  cross join lateral (${conversationWithHead} where c.id = m.conversation_id limit 1) c`;

const toStored = (row: Row): StoredMark => ({
  conversationId: row.conversation_id,
  userId: row.user_id,
  memberCount: row.member_count,
  state: {
    readTurn: row.read_turn,
    readSeq: Number(row.read_seq),
    unread: Number(row.unread),
    mentions: Number(row.mentions),
    lastSeq: Number(row.last_seq),
    version: Number(row.last_version),
  },
});

const toEntry = (row: Row): PersonalEntry[] => {
  if (row.version === null) return [];
  const { conversationId, state } = toStored(row);
  const content = { read: { conversationId, ...state } };
  return [{ id: `read:${conversationId}`, version: Number(row.version), deleted: false, content }];
};

const toBatches = (rows: readonly Row[]): Batch<PersonalEntry>[] =>
  [...Map.groupBy(rows, (row) => row.user_id)].flatMap(([userId, own]): Batch<PersonalEntry>[] => {
    const entries = own.flatMap(toEntry).toSorted((one, other) => one.version - other.version);
    const last = entries.at(-1);
    return last ? [{ log: logOfPerson(userId), after: Number(own[0]?.base ?? 0), version: last.version, entries }] : [];
  });

/**
 * Stores marks, at most one of a person in a conversation. One that may not go back so far, or has nowhere to go, stays where
 * it is.
 * @returns the marks as they are now, none for who is not a member; and what changed in the logs of their people
 * @throws the database's error
 */
export const storeMarks = async (
  database: Database,
  marks: readonly Mark[],
): Promise<{ stored: StoredMark[]; batches: Batch[] }> => {
  const rows = await database.query<Row>('read_marks', store, [
    marks.map(({ conversationId }) => conversationId),
    marks.map(({ userId }) => userId),
    marks.map(({ seq }) => seq),
    marks.map(({ back }) => back),
  ]);
  return { stored: rows.map(toStored), batches: toBatches(rows) };
};
