import { limits } from '../../protocol/index.ts';
import type { Database } from '../store/database.ts';
import { type Batch, ticketLog } from './batch.ts';
import { readMessageChanges } from './message-changes.ts';
import { readRejectionChanges } from './rejection-changes.ts';

/**
 * The current state of everything that changed in some logs, conversations and the ticket feed alike.
 * @param after log → version from which on changes are wanted (exclusive)
 */
export const readChanges = async (database: Database, after: ReadonlyMap<string, number>): Promise<Batch[]> => {
  const conversations = new Map(after);
  conversations.delete(ticketLog);
  const tickets = after.get(ticketLog);
  const [messages, rejections] = await Promise.all([
    conversations.size > 0 ? readMessageChanges(database, conversations, limits.changesPage) : [],
    tickets === undefined ? null : readRejectionChanges(database, tickets, limits.ticketChangesPage),
  ]);
  return rejections ? [...messages, rejections] : messages;
};
