import { z } from 'zod';
import { lengthOf } from './length.ts';

/** An id as PostgreSQL stores it: a UUID in lower case. Ids made by Switchboard are UUIDv7. */
export const Id = z.uuid().toLowerCase();
export type Id = z.infer<typeof Id>;

/** A moment in ISO 8601 UTC with milliseconds, as `Date.prototype.toISOString` writes it. */
export const Timestamp = z.iso.datetime();

/**
 * One of some words, in what the server says. A later version may have more of them: such a one is read as `fallback`, so that
 * the rest can be shown. What a client says is held to the words that are known.
 */
export const oneOf = <const Word extends string>(words: readonly Word[], fallback: NoInfer<Word>) =>
  z.enum(words).catch(() => fallback);

/** A place in a log. `seq` numbers entries, `version` numbers durable changes; both start at 1, 0 means "nothing yet". */
export const LogPosition = z.int().nonnegative();

// PostgreSQL's text cannot hold NUL, and a lone surrogate is not valid UTF-8: both would come back changed.
const isStorable = (value: string) => value.isWellFormed() && !value.includes('\u0000');

/**
 * Text that PostgreSQL gives back exactly as it was sent.
 * @param maximum longest allowed length in UTF-16 code units
 */
export const text = (maximum: number) =>
  z
    .string()
    .max(maximum) // counts code points: for the documentation, and never the stricter one
    .check(({ value, issues }) => {
      if (lengthOf(value) > maximum)
        issues.push({ code: 'too_big', origin: 'string', maximum, inclusive: true, input: value });
    })
    .refine(isStorable, { error: 'contains characters that cannot be stored' });

/** Like {@link text}, surrounding white space removed, and not empty. */
export const line = (maximum: number) => text(maximum).trim().min(1);

/**
 * A page size: a whole number from 1 to `maximum`, with a default.
 * @param maximum largest page that may be asked for
 * @param fallback page size when none is named
 */
export const pageSize = (maximum: number, fallback: number) => z.int().min(1).max(maximum).default(fallback);
