import { z } from 'zod';
import { limits } from './limits.ts';
import { Id, line, pageSize } from './primitives.ts';

export const Role = z.enum(['member', 'admin']);
export type Role = z.infer<typeof Role>;

/** What everybody may know of a person. */
export const Person = z.object({ id: Id, name: z.string(), image: z.string().nullable() });
export type Person = z.infer<typeof Person>;

export const Me = Person.extend({ role: Role });
export type Me = z.infer<typeof Me>;

export const PresenceState = z.enum(['online', 'away', 'offline']);
export type PresenceState = z.infer<typeof PresenceState>;

/** `ids` asks for these people, `query` for people whose name contains it; neither lists people by name. */
export const PeopleListPayload = z.strictObject({
  ids: z.array(Id).max(limits.peoplePage).optional(),
  query: line(100).optional(),
  limit: pageSize(limits.peoplePage, 50),
});
export const PeopleListData = z.object({ people: z.array(Person) });

/** Names everybody to watch from now on: whoever was watched before and is not named no longer is. */
export const PresenceWatchPayload = z.strictObject({ userIds: z.array(Id).max(limits.watchedPeople) });
export const PresenceWatchData = z.record(Id, PresenceState);

export const PresenceEvent = z.array(z.object({ userId: Id, state: PresenceState }));
export type PresenceEvent = z.infer<typeof PresenceEvent>;
