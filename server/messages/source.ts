import { type Source, source } from '../engine/log/followers/source.ts';

/** What followers are told of a message; the rest they read in their own transaction. */
export type CommittedMessage = { id: string; conversationId: string };

/** Messages that were sent, edited, deleted or reacted to. */
export const messageSource: Source<CommittedMessage> = source({
  name: 'messages',
  table: 'message',
  key: { conversation_id: 'uuid', version: 'bigint' },
  id: 'id',
  at: 'greatest(created_at, edited_at, deleted_at)',
  columns: 'id, conversation_id',
  toEntry: ({ id, conversation_id: conversationId }) => ({ id, conversationId }),
});
