import { type Failure, failureWith, notFound } from '../../protocol/index.ts';

/** What the functions of rooms answer (see the migration …_owners_and_exact_counts), but for "done". */
export type Refusal =
  | 'not_found'
  | 'direct'
  | 'guest'
  | 'only_admins'
  | 'archived'
  | 'not_owner'
  | 'no_member'
  | 'unknown_person'
  | 'too_many_rooms'
  | 'too_many_conversations';

/**
 * @param field of the payload that names people
 * @param personId who it is about, where one of several people cannot be added
 */
export const toRefusal = (refusal: Refusal, field: string, personId?: string | null): Failure => {
  const data = { reason: refusal, ...(personId ? { personId } : {}) };
  switch (refusal) {
    case 'not_found':
      return notFound();
    case 'direct':
      return failureWith({ reason: 'direct' }, 'forbidden', 'a direct conversation cannot be changed or left');
    case 'guest':
      return failureWith({ reason: 'guest' }, 'forbidden', 'not for guests');
    case 'only_admins':
      return failureWith({ reason: 'only_admins' }, 'forbidden', 'only admins make rooms here');
    case 'archived':
      return failureWith({ reason: 'archived' }, 'conflict', 'the room is archived');
    case 'not_owner':
      return failureWith({ reason: 'not_owner' }, 'forbidden', 'only the owner of the room and admins may do this');
    case 'no_member':
      return failureWith({ reason: 'no_member' }, 'not_found', `${field}: not found`);
    case 'unknown_person':
      return failureWith({ ...data, reason: 'unknown_person' }, 'not_found', `${field}: not found`);
    case 'too_many_rooms':
      return failureWith({ ...data, reason: 'too_many_rooms' }, 'conflict', `${field}: was put into too many rooms`);
    case 'too_many_conversations':
      return failureWith({ reason: 'too_many_conversations' }, 'conflict', 'you are in too many conversations');
  }
};
