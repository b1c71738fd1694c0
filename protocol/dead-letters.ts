import { z } from 'zod';
import { defineEvent } from './define.ts';
import { limits } from './limits.ts';
import { Id, line, oneOf, pageSize, Timestamp, text } from './primitives.ts';
import { SourceKey } from './rejections.ts';

/** `mended`: it became a ticket, or was found to be one. `discarded`: somebody said why it never will be. */
export const DeadLetterState = z.enum(['standing', 'mended', 'discarded']);
export type DeadLetterState = z.infer<typeof DeadLetterState>;

/** A {@link SourceKey}. */
const source = z.string();
const outcome = z.enum(['created', 'repeated', 'conflicting']).nullable().catch(null);

/** Something that arrived and could not be read, without what it holds. */
export const DeadLetter = z.object({
  id: Id,
  source,
  /** Where it came from, a topic or a queue, and its place there. */
  origin: z.string(),
  position: z.string(),
  key: z.string().nullable(),
  /** Why it cannot be read; names the field. */
  error: z.string(),
  /** The error without what differs from one to the next. */
  kind: z.string(),
  receivedAt: Timestamp,
  /** Bytes that are kept of it. */
  size: z.int().nonnegative(),
  /** Its first characters. */
  beginning: z.string(),
  state: oneOf(DeadLetterState.options, 'standing'),
  settledAt: Timestamp.nullable(),
  settledById: Id.nullable(),
  /** Why it was discarded. */
  reason: z.string().nullable(),
  /** What became of it when it was mended. */
  outcome,
});
export type DeadLetter = z.infer<typeof DeadLetter>;

/** Letters of one source with one thing wrong. */
export const DeadLetterGroup = z.object({
  source,
  kind: z.string(),
  letters: z.int().nonnegative(),
  first: Timestamp,
  last: Timestamp,
});
export type DeadLetterGroup = z.infer<typeof DeadLetterGroup>;

/** `retry`: reads them again. `restore`: discarded ones stand again. */
export const DeadLetterDeed = z.enum(['retry', 'discard', 'restore']);
export type DeadLetterDeed = z.infer<typeof DeadLetterDeed>;

/** Something that is done with many letters, and how far it is. */
export const DeadLetterRun = z.object({
  id: Id,
  deed: oneOf(DeadLetterDeed.options, 'retry'),
  begunById: Id,
  createdAt: Timestamp,
  /** Letters that it began with. */
  total: z.int().nonnegative(),
  /** Became tickets, or were discarded or restored. */
  passed: z.int().nonnegative(),
  /** Still cannot be read. */
  failed: z.int().nonnegative(),
  endedAt: Timestamp.nullable(),
  cancelled: z.boolean(),
});
export type DeadLetterRun = z.infer<typeof DeadLetterRun>;

const which = { source: SourceKey.optional(), kind: text(limits.deadLetterKind).optional() };
/** Which letters are meant: some, those of a source or with one thing wrong, or `all`, which has to be said. */
export const DeadLetterSelection = z
  .object({ all: z.literal(true).optional(), ids: z.array(Id).min(1).max(limits.listItems).optional(), ...which })
  .refine((selection) => Object.values(selection).some((value) => value !== undefined), {
    error: 'name ids, a source or a kind, or say all',
  });
export type DeadLetterSelection = z.infer<typeof DeadLetterSelection>;

const state = DeadLetterState.default('standing');
export const DeadLetterGroupsPayload = z.object({ state });
/** The latest first. `counted`: false where there are more letters than are counted. */
export const DeadLetterGroupsData = z.object({
  groups: z.array(DeadLetterGroup).max(limits.deadLetterGroups),
  letters: z.int().nonnegative(),
  counted: z.boolean(),
});
export const DeadLetterListPayload = z.object({
  state,
  ...which,
  /** Of the page before: letters before this one. */
  before: Id.optional(),
  limit: pageSize(limits.deadLetterPage, 50),
});
export const DeadLetterListData = z.object({ letters: z.array(DeadLetter), next: Id.nullable() });
export const DeadLetterGetPayload = z.object({ deadLetterId: Id });
/**
 * `payload`: as text, where it is UTF-8; else each byte that is no printable ASCII as `\xNN`. `cut`: longer than what is shown.
 * `mended`: what somebody wrote in its place. `ticket`: what it became.
 */
export const DeadLetterGetData = z.object({
  letter: DeadLetter,
  payload: z.string(),
  isText: z.boolean(),
  cut: z.boolean(),
  headers: z.record(z.string(), z.string()),
  mended: z.string().nullable(),
  ticket: z.object({ rejectionId: Id, ticketId: z.string() }).nullable(),
});
export const DeadLetterPreviewPayload = z.object({ selection: DeadLetterSelection });
/** What a retry would do now, by the newest `looked` letters. */
export const DeadLetterPreviewData = z.object({
  looked: z.int().nonnegative(),
  passes: z.int().nonnegative(),
  fails: z.int().nonnegative(),
  /** Why, the most frequent first. */
  reasons: z.array(z.object({ error: z.string(), letters: z.int().positive() })).max(limits.deadLetterGroups),
  /** Whether there are more letters than were looked at. */
  more: z.boolean(),
});
export const DeadLetterMendPayload = z.object({
  deadLetterId: Id,
  text: text(limits.ticketEventBytes).refine((value) => value.trim() !== '', { error: 'is empty' }),
});
export const DeadLetterMendData = z.object({ letter: DeadLetter });
export const DeadLetterRetryPayload = z.object({ selection: DeadLetterSelection });
export const DeadLetterDiscardPayload = z.object({
  selection: DeadLetterSelection,
  reason: line(limits.deadLetterReason),
});
export const DeadLetterRunData = z.object({ run: DeadLetterRun });
export const DeadLetterRunsData = z.object({ runs: z.array(DeadLetterRun).max(limits.deadLetterRuns) });
export const DeadLetterCancelPayload = z.object({ runId: Id });

/** What an admin may ask of letters that could not be read. */
export const deadLetterEvents = {
  'dead-letter:groups': defineEvent({
    access: 'admin',
    budget: 'read',
    weight: () => 5,
    payload: DeadLetterGroupsPayload,
    data: DeadLetterGroupsData,
    says: 'What could not be read, by source and by what is wrong, with how many there are of each.',
  }),
  'dead-letter:list': defineEvent({
    access: 'admin',
    budget: 'read',
    weight: () => 5,
    payload: DeadLetterListPayload,
    data: DeadLetterListData,
    says: 'Letters that could not be read, the latest first. For the next page, pass `next` as `before`.',
  }),
  'dead-letter:get': defineEvent({
    access: 'admin',
    budget: 'read',
    payload: DeadLetterGetPayload,
    data: DeadLetterGetData,
    says: 'One letter with what it holds.',
  }),
  'dead-letter:preview': defineEvent({
    access: 'admin',
    budget: 'read',
    weight: () => 50,
    payload: DeadLetterPreviewPayload,
    data: DeadLetterPreviewData,
    says: 'Reads letters again and changes nothing: how many would pass now, and why the others would not.',
  }),
  'dead-letter:mend': defineEvent({
    access: 'admin',
    budget: 'change',
    payload: DeadLetterMendPayload,
    data: DeadLetterMendData,
    says: 'Takes `text` in place of what a letter holds. It becomes a ticket, or the answer is `invalid` with the reason and nothing changes. What came is kept.',
  }),
  'dead-letter:retry': defineEvent({
    access: 'admin',
    budget: 'change',
    payload: DeadLetterRetryPayload,
    data: DeadLetterRunData,
    says: 'Reads letters again, in the order in which they came. Each becomes one ticket at most, whoever else does the same.',
  }),
  'dead-letter:discard': defineEvent({
    access: 'admin',
    budget: 'change',
    payload: DeadLetterDiscardPayload,
    data: DeadLetterRunData,
    says: 'Puts letters away for a reason. They are kept, and can be restored.',
  }),
  'dead-letter:restore': defineEvent({
    access: 'admin',
    budget: 'change',
    payload: DeadLetterRetryPayload,
    data: DeadLetterRunData,
    says: 'Takes discarded letters back.',
  }),
  'dead-letter:runs': defineEvent({
    access: 'admin',
    budget: 'read',
    payload: z.object({}),
    data: DeadLetterRunsData,
    says: 'What is being done with letters, and what was done last, the latest first.',
  }),
  'dead-letter:cancel': defineEvent({
    access: 'admin',
    budget: 'change',
    payload: DeadLetterCancelPayload,
    data: DeadLetterRunData,
    says: 'Ends what is being done with letters. What was done already stays.',
  }),
};
