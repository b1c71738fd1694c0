import type { Noun } from './noun.ts';
import { before } from './world.ts';

const settle = `
  update workspace
  set name = 'Northwind', steps = '{}',
      default_rooms = array(select c.id from conversation c where c.name in ('General', '全员') order by c.name)`;
const invite = `
  insert into invitation (token_hash, created_by, created_at, expires_at, uses, used, role, rooms)
  select sha256(uuid_send(gen_random_uuid())), $1, $2, $2::timestamptz + interval '30 days', i.uses, i.used, i.role, array[$3::uuid]
  from (values (25, 4, 'member'), (1, 0, 'guest')) i (uses, used, role)`;

/** What the team is called, where newcomers are, and invitations that are open. */
export const workspace: Noun = {
  name: 'workspace',
  fill: async ({ query }, world) => {
    await query('demo_workspace', settle, []);
    const [host] = world.people;
    const [room] = world.places;
    await query('demo_invitations', invite, [host?.id, before(world, { days: 3 }), room?.id]);
  },
};
