import { z } from 'zod';
import { defineEvent, defineServerEvent } from './define.ts';
import { limits } from './limits.ts';
import { Id, line, oneOf, pageSize } from './primitives.ts';

/** What somebody may in the whole installation, the least first; what each of them may ask stands in `accesses`. */
export const Role = z.enum(['guest', 'member', 'handler', 'admin']);
export type Role = z.infer<typeof Role>;

/** What everybody may know of a person. */
export const Person = z.object({ id: Id, name: z.string(), image: z.string().nullable() });
export type Person = z.infer<typeof Person>;

export const Me = Person.extend({ role: oneOf(Role.options, 'member') });
export type Me = z.infer<typeof Me>;

export const PresenceState = oneOf(['online', 'away', 'offline'], 'offline');
export type PresenceState = z.infer<typeof PresenceState>;

/** `ids` asks for these people, `query` for people whose name contains it; neither lists people by name. */
export const PeopleListPayload = z.object({
  ids: z.array(Id).max(limits.peoplePage).optional(),
  query: line(100).optional(),
  limit: pageSize(limits.peoplePage, 50),
});
/** `complete: false`: only some of many names were looked through for `query`; a longer beginning of the name finds more. */
export const PeopleListData = z.object({ people: z.array(Person), complete: z.boolean().default(true) });

/** Names everybody to watch from now on: whoever was watched before and is not named no longer is. */
export const PresenceWatchPayload = z.object({ userIds: z.array(Id).max(limits.watchedPeople) });
export const PresenceWatchData = z.record(Id, PresenceState);

export const PresenceEvent = z.array(z.object({ userId: Id, state: PresenceState }));
export type PresenceEvent = z.infer<typeof PresenceEvent>;

// Each person costs a room of sockets: hundreds of them cost as much as many questions for a few.
const peopleWatched = ({ userIds }: z.output<typeof PresenceWatchPayload>) =>
  Math.max(1, Math.ceil(userIds.length / 25));

/** What a client may ask of people. */
export const peopleEvents = {
  'people:list': defineEvent({
    access: 'user',
    budget: 'read',
    payload: PeopleListPayload,
    data: PeopleListData,
    says: 'People by id, or by a part of their name, or simply all, in the order of their names.',
  }),
  'presence:watch': defineEvent({
    access: 'user',
    budget: 'read',
    weight: peopleWatched,
    needs: 'connection',
    payload: PresenceWatchPayload,
    data: PresenceWatchData,
    says: 'The state of some people now; from then on `presence` tells of changes.',
  }),
};

/** What the server says of them. */
export const peopleServerEvents = {
  presence: defineServerEvent({
    payload: PresenceEvent,
    says: 'Somebody whom you watch came, went, or is away.',
  }),
  person: defineServerEvent({
    payload: Person,
    says: 'Somebody has a new name or picture.',
  }),
};
