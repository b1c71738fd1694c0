import type { Sealed } from '../../engine/ops/sealed.ts';
import type { SourceRow } from './source-row.ts';

/** A secret as it can be used, or why it cannot. */
export type Opened = { ok: true; secret: string | null } | { ok: false; problem: string };

const noKey = 'AUTH_SECRET is not set here, so its secret cannot be read';
const otherKey = 'its secret cannot be read: AUTH_SECRET is another one than when it was set; set it again';

/**
 * @param sealed missing where this process has no AUTH_SECRET
 * @returns the secret of a source: null where it has none
 */
export const openSecret = (sealed: Sealed | undefined, { id, secret }: Pick<SourceRow, 'id' | 'secret'>): Opened => {
  if (secret === null) return { ok: true, secret: null };
  if (sealed === undefined) return { ok: false, problem: noKey };
  const opened = sealed.open(secret, id);
  return opened === null ? { ok: false, problem: otherKey } : { ok: true, secret: opened };
};

/** @returns all that requests of a source may be signed with now, the present one first */
export const validSecrets = (sealed: Sealed | undefined, row: SourceRow): string[] => {
  const old = row.oldUntil !== null && row.oldUntil.getTime() > Date.now() ? row.oldSecret : null;
  return [row.secret, old].flatMap((secret) => {
    const opened = openSecret(sealed, { id: row.id, secret });
    return opened.ok && opened.secret !== null ? [opened.secret] : [];
  });
};
