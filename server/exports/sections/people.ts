import type { LineOf } from '../format.ts';
import { iso, noId, type Section, walk } from '../section.ts';

type Person = Omit<LineOf<'person'>, 'type'>;
const toPerson = (row: Person): LineOf<'person'> => ({ type: 'person', ...row });

const everybodyKnows = `
  u.id, u.name, u.image, u.title, u.kind, u.banned is true as deactivated`;
const columns = `${everybodyKnows}, u.email, u.email_verified as "emailVerified", u.status_emoji as "statusEmoji",
  u.status_text as "statusText", ${iso('u.status_until')} as "statusUntil", u.time_zone as "timeZone",
  u.owner_id as "ownerId", u.role, u.ban_reason as "banReason", ${iso('u.created_at')} as "createdAt",
  ${iso('u.last_seen_at')} as "lastSeenAt",
  (select l.last_version::float8 from log l where l.id = u.id) as "ownVersion"`;

/** Everybody who has an account, with what they are known by to admins; nothing that lets anybody in. */
export const allPeople: Section = walk<Person>({
  name: 'people',
  text: `select ${columns} from "user" u where u.id > $1 order by u.id limit $2`,
  start: [noId],
  toLine: toPerson,
  cursorOf: ({ id }) => [id],
});

/** The members of a room, as everybody knows them. */
export const roomPeople: Section = walk<Person>({
  name: 'room_people',
  text: `
    select ${everybodyKnows} from (
      select m.user_id from member m where m.conversation_id = $1 and m.user_id > $2 order by m.user_id limit $3
    ) m
    cross join lateral (select * from "user" u where u.id = m.user_id limit 1) u
    order by u.id`,
  hasSubject: true,
  start: [noId],
  toLine: toPerson,
  cursorOf: ({ id }) => [id],
});

/** One person, for themselves. */
export const onePerson: Section = walk<Person>({
  name: 'one_person',
  text: `select ${columns} from "user" u where u.id = $1 and u.id > $2 limit $3`,
  hasSubject: true,
  start: [noId],
  toLine: toPerson,
  cursorOf: ({ id }) => [id],
});
