import { createHash, randomBytes } from 'node:crypto';
import { fromAddress } from '../audit/index.ts';
import type { Database } from '../engine/store/database.ts';
import type { Transaction } from '../engine/store/transaction.ts';

/** What a link proves, and for how many minutes it can. */
export const linkMinutes = { reset: 60 } as const;
export type LinkPurpose = keyof typeof linkMinutes;

export type MadeLink = { token: string; email: string; name: string; expiresAt: Date };

// Within, so that the address is told before the function is called.
const make = `
  select (made).email, (made).name, (made).expires_at
  from (select make_link($1, $2, $3, $4, $5) as made from ${fromAddress('$6')} offset 0) m`;

/** Kept is only the hash: whoever reads the database cannot use a link. */
export const hashOfLink = (token: string): Buffer => createHash('sha256').update(token).digest();

/**
 * Makes a link in the place of an earlier one of the same purpose.
 * @param by the admin who makes it by hand; nobody where it goes to the address of the account
 * @returns null where there is no such account, or it is blocked
 */
export const makeLink = async (
  where: Pick<Transaction | Database, 'query'>,
  purpose: LinkPurpose,
  { userId, by = null, address = '' }: { userId: string; by?: string | null; address?: string },
): Promise<MadeLink | null> => {
  const token = randomBytes(24).toString('base64url');
  const given = [purpose, userId, hashOfLink(token), by, linkMinutes[purpose], address];
  const [row] = await where.query<{ email: string; name: string; expires_at: Date }>('link_make', make, given);
  return row === undefined ? null : { token, email: row.email, name: row.name, expiresAt: row.expires_at };
};
