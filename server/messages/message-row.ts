import { limits, type Message, type Reaction } from '../../protocol/index.ts';
import { type Content, shownOf } from './content.ts';

/** A row of `message` as node-postgres returns it. */
export type MessageRow = {
  id: string;
  conversation_id: string;
  seq: string;
  version: string;
  author_id: string;
  client_id: string;
  body: string;
  reply_to_id: string | null;
  content: Content | null;
  reactions: Record<string, string[]>;
  created_at: Date;
  edited_at: Date | null;
  deleted_at: Date | null;
};

/** The columns of {@link MessageRow}, for a select from `message m`. */
export const messageColumns =
  'm.id, m.conversation_id, m.seq, m.version, m.author_id, m.client_id, m.body, m.reply_to_id, m.content, m.reactions, m.created_at, m.edited_at, m.deleted_at';

/** A reaction as it travels: of many people the latest, and the reader. */
const toReaction = (emoji: string, userIds: string[], readerId: string | undefined): Reaction => {
  if (userIds.length <= limits.listedReactors) return { emoji, userIds };
  const latest = userIds.slice(-limits.listedReactors);
  const isMissing = readerId !== undefined && userIds.includes(readerId) && !latest.includes(readerId);
  return { emoji, userIds: isMissing ? [readerId, ...latest.slice(1)] : latest, count: userIds.length };
};

/** Whether a reader may have to be told of a reaction of theirs that others are not told of. */
export const isCrowded = (row: MessageRow): boolean =>
  Object.values(row.reactions).some((userIds) => userIds.length > limits.listedReactors);

/**
 * The message in the contract's form.
 * @param readerId who asks; undefined for what goes to everybody
 */
export const toMessage = (row: MessageRow, readerId?: string): Message => ({
  id: row.id,
  conversationId: row.conversation_id,
  seq: Number(row.seq),
  version: Number(row.version),
  authorId: row.author_id,
  clientId: row.client_id,
  body: row.body,
  replyToId: row.reply_to_id,
  ...shownOf(row.content),
  reactions: Object.entries(row.reactions)
    .slice(0, limits.reactionKinds)
    .map(([emoji, userIds]) => toReaction(emoji, userIds, readerId)),
  createdAt: row.created_at.toISOString(),
  editedAt: row.edited_at?.toISOString() ?? null,
  deletedAt: row.deleted_at?.toISOString() ?? null,
});
