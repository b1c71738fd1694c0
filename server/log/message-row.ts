import type { Message } from '../../protocol/index.ts';

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
  reactions: Record<string, string[]>;
  created_at: Date;
  edited_at: Date | null;
  deleted_at: Date | null;
};

/** The columns of {@link MessageRow}, for a select from `message m`. */
export const messageColumns =
  'm.id, m.conversation_id, m.seq, m.version, m.author_id, m.client_id, m.body, m.reply_to_id, m.reactions, m.created_at, m.edited_at, m.deleted_at';

/** @returns the message in the contract's form */
export const toMessage = (row: MessageRow): Message => ({
  id: row.id,
  conversationId: row.conversation_id,
  seq: Number(row.seq),
  version: Number(row.version),
  authorId: row.author_id,
  clientId: row.client_id,
  body: row.body,
  replyToId: row.reply_to_id,
  attachments: [],
  reactions: Object.entries(row.reactions).map(([emoji, userIds]) => ({ emoji, userIds })),
  createdAt: row.created_at.toISOString(),
  editedAt: row.edited_at?.toISOString() ?? null,
  deletedAt: row.deleted_at?.toISOString() ?? null,
});
