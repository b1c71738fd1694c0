import type { Noun } from './noun.ts';
import type { Language } from './texts/languages.ts';
import { before, type DemoPerson } from './world.ts';

type Known = [name: string, language: Language, role?: DemoPerson['role']];

const known: readonly Known[] = [
  ['Ada Wong', 'en', 'admin'],
  ['王芳', 'zh'],
  ['Mara Lind', 'en', 'admin'],
  ['李伟', 'zh', 'admin'],
  ['Jonas Weiß', 'en'],
  ['陈晨', 'zh'],
  ['Chidi Okafor', 'en'],
  ['Tomás Vidal', 'en'],
  ['吴佳怡', 'zh'],
  ['Aigerim Sadykova', 'en'],
  ['Samuel Ortega', 'en'],
  ['赵敏', 'zh', 'handler'],
  ['Priya Raman', 'en'],
  ['刘洋', 'zh'],
  ['Ingrid Solberg', 'en'],
  ['Noah Fischer', 'en', 'guest'],
  ['黄丽', 'zh'],
  ['Leila Haddad', 'en'],
  ['Kofi Mensah', 'en'],
  ['周杰', 'zh'],
  ['Hana Suzuki', 'en'],
  ['Oskar Nowak', 'en'],
];

/** Nobody else has such an address: the domain exists nowhere. */
export const demoDomain = 'demo.example';

type Newcomer = Omit<DemoPerson, 'id'> & { at: Date };

const insert = `
  insert into "user" (id, name, email, email_verified, role, admission, created_at)
  select uuidv7(), p.name, p.email, true, p.role, case when p.place = 1 then 'first' end, p.created_at
  from unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[]) with ordinality p (name, email, role, created_at, place)
  returning id, email`;
const insertPasswords = `
  insert into account (id, account_id, provider_id, user_id, password)
  select uuidv7(), id::text, 'credential', id, $2 from unnest($1::uuid[]) u (id)`;

/**
 * Who is in the demo. As better-auth would store them, but for their sessions: it hashes a password and begins a session for
 * each, and they all have the same password and have been here for a year.
 */
export const people: Noun = {
  name: 'people',
  fill: async ({ query }, world) => {
    const newcomers = known.map(([name, language, given], place): Newcomer => {
      const role = given ?? 'member';
      const email = `${place === 0 ? 'ada' : place === 1 ? 'fang' : `person-${place + 1}`}@${demoDomain}`;
      return { name, language, role, email, at: before(world, { days: 380 - 7 * place }) };
    });
    const rows = await query<{ id: string; email: string }>('demo_people', insert, [
      newcomers.map(({ name }) => name),
      newcomers.map(({ email }) => email),
      newcomers.map(({ role }) => role),
      newcomers.map(({ at }) => at),
    ]);
    const ids = new Map(rows.map(({ id, email }) => [email, id]));
    world.people = newcomers.map(
      ({ at: _, ...person }): DemoPerson => ({ ...person, id: ids.get(person.email) ?? '' }),
    );
    await query('demo_passwords', insertPasswords, [rows.map(({ id }) => id), world.passwordHash]);
  },
};
