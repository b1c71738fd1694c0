import { z } from 'zod';

const Draft = z.object({ text: z.string(), mentions: z.array(z.object({ id: z.string(), name: z.string() })) });
const Stored = z
  .string()
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      context.addIssue({ code: 'custom', message: 'is not JSON' });
      return z.NEVER;
    }
  })
  .pipe(Draft);

/**
 * A draft as an earlier page wrote it.
 * @returns null when something else, or another version, wrote it
 */
export const parseDraft = (stored: string): z.infer<typeof Draft> | null => Stored.safeParse(stored).data ?? null;
