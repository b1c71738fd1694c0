import { z } from 'zod';
import { defineEvent, defineServerEvent } from './define.ts';
import { asEmoji, isEmoji } from './emoji.ts';
import { limits } from './limits.ts';
import { personName, personTitle, statusText } from './names.ts';
import { PictureId } from './pictures.ts';
import { Id, line, oneOf, pageSize, Timestamp, text } from './primitives.ts';
import { isTimeZone } from './time-zone.ts';

/** What somebody may in the whole installation, the least first; what each of them may ask stands in `accesses`. */
export const Role = z.enum(['guest', 'member', 'handler', 'admin']);
export type Role = z.infer<typeof Role>;

/** What somebody is up to: shown until `until`, or until they change it. */
export const Status = z.object({
  emoji: z.string(),
  /** Perhaps empty. */
  text: z.string(),
  until: Timestamp.nullable().default(null),
});
export type Status = z.infer<typeof Status>;

/** What everybody may know of a person. */
export const Person = z.object({
  id: Id,
  name: z.string(),
  /** The address of their picture on this origin, 64 pixels wide; with `/256` at the end instead of `/64`, 256. */
  image: z.string().nullable(),
  /** What they do here. */
  title: z.string().nullable().default(null),
  status: Status.nullable().default(null),
  /** As `Intl` calls it, like `Asia/Shanghai`. */
  timeZone: z.string().nullable().default(null),
  /** Whether their account was switched off: they say nothing any more, what they said stays. */
  deactivated: z.boolean().default(false),
  kind: oneOf(['person', 'bot'], 'person').default('person'),
});
export type Person = z.infer<typeof Person>;

export const Me = Person.extend({ role: oneOf(Role.options, 'member') });
export type Me = z.infer<typeof Me>;

export const PresenceState = oneOf(['online', 'away', 'offline'], 'offline');
export type PresenceState = z.infer<typeof PresenceState>;

/**
 * `ids` asks for these people, `query` for people whose name contains it, or whose name, in letters, pinyin or initials, begins with
 * it in one of its parts; neither lists people by name.
 */
export const PeopleListPayload = z.object({
  ids: z.array(Id).max(limits.peoplePage).optional(),
  query: line(100).optional(),
  limit: pageSize(limits.peoplePage, 50),
});
/** `complete: false`: only some of many names were looked through for `query`; a longer beginning of the name finds more. */
export const PeopleListData = z.object({ people: z.array(Person), complete: z.boolean().default(true) });

/** What these people are found by, for who looks for them without asking: see `foldForSearch`. */
export const PeopleKeysPayload = z.object({ ids: z.array(Id).max(limits.listedMembers) });
export const PeopleKeysData = z.record(Id, z.array(z.string()));

/** Everything that is shown of one person. */
export const Profile = Person.extend({
  role: oneOf(Role.options, 'member'),
  /** When they were last here, to the hour; null when that is not known, or they are here. */
  lastSeenAt: Timestamp.nullable().default(null),
});
export type Profile = z.infer<typeof Profile>;

export const PersonGetPayload = z.object({ userId: Id });

const StatusPayload = z.object({
  emoji: text(limits.emoji).overwrite(asEmoji).refine(isEmoji, { error: 'is not one emoji' }),
  text: statusText.default(''),
  until: Timestamp.nullable().default(null),
});

/** What is left out stays as it is; null takes it away. */
export const ProfileUpdatePayload = z.object({
  name: personName.optional(),
  title: personTitle.nullable().optional(),
  /** `id` of what `POST /api/pictures` answered. */
  picture: PictureId.nullable().optional(),
  status: StatusPayload.nullable().optional(),
  timeZone: text(limits.timeZone).refine(isTimeZone, { error: 'is no time zone' }).nullable().optional(),
});

/** Names everybody to watch from now on: whoever was watched before and is not named no longer is. */
export const PresenceWatchPayload = z.object({ userIds: z.array(Id).max(limits.watchedPeople) });
export const PresenceWatchData = z.record(Id, PresenceState);

/** `active: false`: for some minutes nobody has touched a key or the pointer, or looked at it. */
export const PresenceActivityPayload = z.object({ active: z.boolean() });

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
    says: 'People by id, or by a part of their name, also in pinyin and initials (`zs`, `zhangsan` and `张` find 张三), or simply all, in the order of their names. For guests only who is in a conversation with them.',
  }),
  'people:keys': defineEvent({
    access: 'user',
    budget: 'read',
    payload: PeopleKeysPayload,
    data: PeopleKeysData,
    says: 'What some people are found by: beginnings of their names in letters, pinyin and initials. A folded query (NFKD without marks, lower case, without blanks and punctuation) that begins one of them finds the person.',
  }),
  'person:get': defineEvent({
    access: 'user',
    budget: 'read',
    payload: PersonGetPayload,
    data: Profile,
    says: 'Everything that is shown of one person. Whom a guest may not know of is `not_found` for them.',
  }),
  'profile:update': defineEvent({
    access: 'user',
    budget: 'change',
    payload: ProfileUpdatePayload,
    data: Me,
    says: 'Changes what you say about yourself. Everybody hears of it with `person`.',
  }),
  'presence:watch': defineEvent({
    access: 'user',
    budget: 'read',
    weight: peopleWatched,
    needs: 'connection',
    payload: PresenceWatchPayload,
    data: PresenceWatchData,
    says: 'The state of some people now; from then on `presence` tells of changes. Guests are told nothing of others than those they are in a conversation with.',
  }),
  'presence:activity': defineEvent({
    access: 'user',
    budget: 'signal',
    needs: 'connection',
    payload: PresenceActivityPayload,
    data: z.null(),
    says: 'Somebody is at this connection, or is not: who is at none of theirs is away. A connection that never says so is one that somebody is at; so a bot is never away.',
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
    says: 'Somebody has a new name or picture, or says something else about themselves.',
  }),
  'person:deleted': defineServerEvent({
    payload: z.object({ userId: Id }),
    says: 'Somebody’s account was deleted: what they said is of a *deleted account*.',
  }),
};
