import type { Random } from '../installation/random.ts';
import type { Noun } from './noun.ts';
import { granted, type Services } from './services.ts';
import type { Language } from './texts/languages.ts';
import { before, type DemoPerson, type Place, type World } from './world.ts';

type Room = {
  name: string;
  topic?: string;
  visibility?: 'private';
  kind: 'work' | 'anywhere';
  language: Language;
  talks: number;
  /** How many of a hundred people of its language are in it. */
  share: number;
  isArchived?: true;
};

const everyRoom: readonly Room[] = [
  { name: 'General', topic: 'What everybody should know', kind: 'anywhere', language: 'en', talks: 120, share: 100 },
  { name: 'Payments', topic: 'Refunds, limits, partners', kind: 'work', language: 'en', talks: 180, share: 70 },
  { name: 'On call', topic: 'Something is slow', kind: 'work', language: 'en', talks: 90, share: 50 },
  { name: 'Customer support', kind: 'work', language: 'en', talks: 70, share: 60 },
  { name: 'Lunch', topic: 'Where and when', kind: 'anywhere', language: 'en', talks: 60, share: 60 },
  { name: 'Hiring', visibility: 'private', kind: 'work', language: 'en', talks: 25, share: 30 },
  { name: '全员', topic: '大家都该知道的事', kind: 'anywhere', language: 'zh', talks: 80, share: 100 },
  { name: '退款与风控', topic: '驳回、限额、复核', kind: 'work', language: 'zh', talks: 110, share: 80 },
  { name: '值班', kind: 'work', language: 'zh', talks: 50, share: 60 },
  { name: '午饭', kind: 'anywhere', language: 'zh', talks: 40, share: 70 },
  { name: 'Move to the new office', kind: 'work', language: 'en', talks: 30, share: 80, isArchived: true },
];

const directTalks = [40, 22, 14, 9, 6, 4, 3];

/** Rooms in both languages, and what those one can sign in as have written to others. */
export const rooms: Noun = {
  name: 'rooms',
  fill: async (services, world) => {
    const random = world.randomOf('rooms');
    for (const room of everyRoom) world.places.push(await makeRoom(services, room, membersOf(room, world, random)));
    for (const person of world.people.slice(0, 2)) {
      const others = world.people.filter((other) => other !== person && other.language === person.language);
      for (const [place, talks] of directTalks.entries()) {
        const other = others[place];
        if (other) world.places.push(await makeDirect(services, [person, other], talks));
      }
    }
    await dateBack(services, world);
  },
};

// Ada and 王芳 are in every room: whoever looks at the demo sees all of it.
const membersOf = ({ language, share }: Room, { people }: World, random: Random): DemoPerson[] =>
  people.filter((person, place) => place < 2 || (person.language === language && random.chance(share / 100)));

const makeRoom = async ({ conversations }: Services, room: Room, members: DemoPerson[]): Promise<Place> => {
  const { name, topic, visibility = 'public', kind, language, talks, isArchived = false } = room;
  const owner = members.find((person) => person.language === language) ?? members[0];
  const memberIds = members.filter((one) => one !== owner).map(({ id }) => id);
  const made = await conversations.create(owner?.id ?? '', {
    ...{ kind: 'room' as const, name, visibility, memberIds },
    ...(topic !== undefined && { topic }),
  });
  return { id: granted(made).id, kind, language, talks, members, isArchived };
};

const makeDirect = async (
  { conversations }: Services,
  members: [DemoPerson, DemoPerson],
  talks: number,
): Promise<Place> => {
  const [one, other] = members;
  const made = granted(await conversations.create(one.id, { kind: 'direct', memberId: other.id }));
  return { id: made.id, kind: 'direct', language: one.language, talks, members, isArchived: false };
};

const dateBack = async ({ query }: Services, world: World): Promise<void> => {
  const values = [world.places.map(({ id }) => id), before(world, { days: 366 })];
  await query('demo_rooms_age', 'update conversation set created_at = $2 where id = any ($1::uuid[])', values);
  const joined = 'update member set joined_at = $2 where conversation_id = any ($1::uuid[])';
  await query('demo_members_age', joined, values);
};
