import type { AuditAction } from '../../protocol/index.ts';
import type { Noun } from './noun.ts';
import type { Services } from './services.ts';
import { before, type DemoPerson, type World } from './world.ts';

type Act = {
  at: Date;
  by: DemoPerson | undefined;
  action: AuditAction;
  on?: DemoPerson | undefined;
  detail?: Record<string, unknown>;
  refused?: true;
};

// As the function `audit` does, but for the time, which is its own there. The head follows: it moves to an entry that is there.
const add = `
  with known as (select h.seq, h.hash from audit_head h for update),
  entry as (
    select row(k.seq + 1, date_trunc('milliseconds', $1::timestamptz), $2::uuid, $3::text, $4::text, $5::text, $6::text,
      $7::jsonb, $8::boolean, ''::bytea)::audit_entry as e, k.hash as hash_before
    from known k)
  insert into audit_entry
  select (e).seq, (e).at, (e).actor_id, (e).action, (e).subject_kind, (e).subject_id, (e).address, (e).detail, (e).refused,
    sha256(hash_before || convert_to(audit_text(e), 'UTF8'))
  from entry`;
const follow = `
  update audit_head h set seq = e.seq, hash = e.hash from audit_entry e where e.seq = h.seq + 1`;

// Addresses for documentation: nobody is there.
const addressOf = (person: DemoPerson | undefined, world: World): string =>
  `192.0.2.${10 + (person === undefined ? 90 : world.people.indexOf(person))}`;

const beginnings = (world: World): Act[] =>
  world.people.map((person, place) => ({
    at: before(world, { days: 380 - 7 * place }),
    by: person,
    action: 'account.create',
    on: person,
    detail: { by: place === 0 ? 'first' : 'invitation' },
  }));

const changes = (world: World): Act[] => {
  const [ada] = world.people;
  const withRole = world.people.filter((person) => person !== ada && person.role !== 'member');
  return [
    { at: before(world, { days: 379 }), by: ada, action: 'workspace.update', detail: { name: 'Northwind' } },
    ...withRole.map(
      (person, place): Act => ({
        at: before(world, { days: 200 - 30 * place }),
        by: ada,
        action: 'account.role',
        on: person,
        detail: { role: person.role, was: 'member' },
      }),
    ),
  ];
};

/** The last days: who came, and who tried to. */
const visits = (world: World): Act[] =>
  Array.from({ length: 24 }, (_, place): Act => {
    const person = world.people[(place * 5) % world.people.length];
    const isRefused = place % 6 === 5;
    return {
      at: before(world, { days: Math.floor((24 - place) / 3), minutes: 500 - (place % 3) * 150 }),
      by: isRefused ? undefined : person,
      action: 'session.begin',
      on: person,
      ...(isRefused && { refused: true }),
    };
  });

const write = async ({ query }: Services, world: World, { at, by, action, on, detail, refused }: Act) => {
  const subject = on === undefined ? ['workspace', null] : ['person', on.id];
  const values = [
    at,
    by?.id ?? null,
    action,
    ...subject,
    addressOf(by, world),
    JSON.stringify(detail ?? {}),
    refused === true,
  ];
  await query('demo_audit_add', add, values);
  await query('demo_audit_follow', follow, []);
};

/** What was done within the year, as it is written down. What the demo itself does afterwards follows it. */
export const history: Noun = {
  name: 'history',
  fill: async (services, world) => {
    const acts = [...beginnings(world), ...changes(world), ...visits(world)];
    for (const act of acts.toSorted((one, other) => Number(one.at) - Number(other.at)))
      await write(services, world, act);
  },
};
