import { z } from 'zod';
import { ContractError, Id, Timestamp } from '../../../../protocol/index.ts';

const Known = z.object({
  clientId: Id,
  conversationId: Id,
  body: z.string(),
  replyToId: Id.nullable(),
  attachmentIds: z.array(Id).readonly(),
  createdAt: Timestamp,
  status: z.enum(['pending', 'failed']),
  error: ContractError.nullable(),
  /** The contract that an instance, and a page, must have to store what is meant; without it the first is enough. */
  since: z.int().positive().optional(),
});
/**
 * A message on its way, as it is stored and as tabs tell each other of it. What a newer page wrote besides is kept with it:
 * this one sends nothing of which it knows only a part, and stores nothing without the rest.
 */
export const OutboxEntry = z.looseObject(Known.shape);
export type OutboxEntry = Readonly<z.infer<typeof Known>>;

/** What can be made of an entry that another version of the page wrote. */
const Remains = z.object({
  clientId: z.string().catch(''),
  conversationId: z.string().catch(''),
  body: z.string().nullable().catch(null),
  createdAt: Timestamp.catch(new Date(0).toISOString()),
});

/**
 * An entry as it was stored. Nothing that was written is dropped: one that cannot be read has failed, and its text is there
 * to be copied, sent again or discarded.
 */
export const readEntry = (stored: unknown): OutboxEntry => {
  const entry = OutboxEntry.safeParse(stored);
  if (entry.success) return entry.data;
  const { body, ...remains } = Remains.parse(typeof stored === 'object' && stored !== null ? stored : {});
  return {
    ...remains,
    body: body ?? JSON.stringify(stored),
    ...{ replyToId: null, attachmentIds: [], status: 'failed' },
    error: { code: 'invalid', message: 'written by another version of this page' },
  };
};

/** What one tab tells the others. */
export const TabNews = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('put'), entry: OutboxEntry }),
  z.object({ kind: z.literal('removed'), clientId: z.string() }),
  /** The user has signed out by choice: everything of theirs is gone from the device. */
  z.object({ kind: z.literal('left') }),
  /** A page was opened, for this person. */
  z.object({ kind: z.literal('person'), id: Id }),
]);
export type TabNews = z.infer<typeof TabNews>;
