import { z } from 'zod';
import { ContractError, Id, Timestamp } from '../../protocol/index.ts';

/** A message on its way, as it is stored and as tabs tell each other of it. */
export const OutboxEntry = z.object({
  clientId: Id,
  conversationId: Id,
  body: z.string(),
  replyToId: Id.nullable(),
  attachmentIds: z.array(Id).readonly(),
  createdAt: Timestamp,
  status: z.enum(['pending', 'failed']),
  error: ContractError.nullable(),
});
export type OutboxEntry = Readonly<z.infer<typeof OutboxEntry>>;

/** What one tab tells the others. */
export const OutboxNews = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('put'), entry: OutboxEntry }),
  z.object({ kind: z.literal('removed'), clientId: Id }),
]);
export type OutboxNews = z.infer<typeof OutboxNews>;
