import { z } from 'zod';
import { defineEvent } from './define.ts';
import { limits } from './limits.ts';
import { Mapping } from './named-sources.ts';
import { oneOf, text } from './primitives.ts';
import { SourceKey } from './rejections.ts';

export const SourceTryPayload = z
  .object({
    key: SourceKey.optional(),
    mapping: Mapping.nullable(),
    /** An event as it might come, JSON. Without one, the latest of the source. */
    sample: text(limits.ticketEventBytes).optional(),
  })
  .refine(({ key, sample }) => key !== undefined || sample !== undefined, {
    path: ['key'],
    error: 'is needed where there is no sample',
  });

/** What an event would become: a ticket event and its attributes, as JSON, or why not. */
export const MappedEvent = z.object({ result: z.string().nullable(), error: z.string().nullable() });
export type MappedEvent = z.infer<typeof MappedEvent>;

/** One of the latest events: what it was taken for, and what it would become. `ticketId`: null for a dead letter. */
const TriedExample = MappedEvent.extend({
  outcome: oneOf(['differs', 'fails', 'mended', 'other'], 'other'),
  ticketId: z.string().nullable(),
  event: z.string(),
});
/**
 * `sample`: what became of it; null without one. Of the latest events, the newest first: how many were `tried`, are the `same`
 * ticket as before, would be another (`differs`) or none (`fails`), or a ticket where they are a dead letter now (`mended`).
 * `complete`: false where the time was over before.
 */
export const SourceTryData = z.object({
  sample: MappedEvent.nullable(),
  tried: z.int().nonnegative(),
  same: z.int().nonnegative(),
  differs: z.int().nonnegative(),
  fails: z.int().nonnegative(),
  mended: z.int().nonnegative(),
  complete: z.boolean(),
  examples: z.array(TriedExample).max(3 * limits.mappingExamples),
});

/** What an admin may ask of mappings. */
export const mappingEvents = {
  'source:try': defineEvent({
    access: 'admin',
    budget: 'read',
    // Of one event, or of a hundred.
    weight: ({ sample }) => (sample === undefined ? 50 : 10),
    payload: SourceTryPayload,
    data: SourceTryData,
    says: 'What a mapping makes of a sample, or of the last 100 events of a source. Changes nothing.',
  }),
};
