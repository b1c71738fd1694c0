import { limits } from '../../protocol/index.ts';
import type { LogKind } from '../engine/log/kinds.ts';
import { readMessageChanges } from './message-changes.ts';

/** Messages of one read, whatever the number of conversations: it has to end within the statement's timeout. */
const mostMessages = 5_000;

const pageFor = (conversations: number): number =>
  Math.max(1, Math.min(limits.changesPage, Math.floor(mostMessages / conversations)));

/** The log of a conversation: its messages. It is named by the conversation's id. */
export const conversationLog: LogKind = {
  name: 'conversation',
  prefix: '',
  roomPrefix: 'conversation:',
  // What was committed to conversations: one message for each commit, whatever the number of conversations in it.
  channel: 'chat',
  event: 'messages',
  field: 'messages',
  subject: (id) => `"conversationId":"${id}",`,
  head: (conversationId, version) => ({ event: 'head', payload: { conversationId, version } }),
  heardBy: 'members',
  read: (database, after) => readMessageChanges(database, after, pageFor(after.size)),
  moved: `
    select conversation_id::text as log, max(version)::text as version
    from message where xid >= $1::text::xid8 and xid < $2::text::xid8 group by conversation_id`,
  others: `
    select w.number::int from unnest($1::uuid[], $2::bigint[], $3::uuid[]) with ordinality w (log, seq, id, number)
    cross join lateral (select m.id from message m where m.conversation_id = w.log and m.seq = w.seq limit 1) m
    where m.id <> w.id`,
};
