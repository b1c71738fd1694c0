import type { Rejection } from '../../protocol/index.ts';
import type { RejectionChange } from '../log/rejections.ts';
import type { Database } from '../store/database.ts';

const nameOf = 'select name from "user" where id = $1';

/**
 * Says who was first, for the admin who came second.
 * @param kind what the second one wanted
 * @param rejection its state as the first one left it
 */
export const conflictMessage = async (
  database: Database,
  kind: RejectionChange['kind'],
  rejection: Rejection,
): Promise<string> => {
  const { deed, userId, at } = latestDeed(kind, rejection);
  if (userId === null) return `${deed} since you looked (version ${rejection.version})`;
  const people = await database.query<{ name: string }>('person_name', nameOf, [userId]);
  const name = people[0]?.name ?? 'somebody who is gone';
  return at === null ? `${deed} ${name} since you looked` : `${deed} by ${name} at ${at}`;
};

type Deed = { deed: string; userId: string | null; at: string | null };

const latestDeed = (kind: RejectionChange['kind'], rejection: Rejection): Deed => {
  const { resolvedById, resolvedAt, acknowledgedById, acknowledgedAt, assigneeId } = rejection;
  if (resolvedById !== null) return { deed: 'already resolved', userId: resolvedById, at: resolvedAt };
  // Whoever wanted to assign and saw an older version cares most about whom it is assigned to now.
  if (kind === 'assign' && assigneeId !== null) return { deed: 'already assigned to', userId: assigneeId, at: null };
  if (acknowledgedById !== null) return { deed: 'already acknowledged', userId: acknowledgedById, at: acknowledgedAt };
  if (assigneeId !== null) return { deed: 'assigned to', userId: assigneeId, at: null };
  return { deed: 'changed', userId: null, at: null };
};
