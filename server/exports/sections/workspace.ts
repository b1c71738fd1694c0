import type { LineOf } from '../format.ts';
import type { Section } from '../section.ts';

const read = `
  select w.name, w.sign_up as "signUp", w.domains, w.default_rooms as "defaultRooms", w.rooms_by as "roomsBy",
    w.invites_by as "invitesBy", w.steps, w.logo, w.ticket_outcomes as "ticketOutcomes",
    w.acknowledge_hours as "acknowledgeHours"
  from workspace w`;

/** What admins decided about the workspace. */
export const workspaceSettings: Section = {
  name: 'workspace',
  read: async (database) => {
    const rows = await database.query<Omit<LineOf<'workspace'>, 'type'>>('export_workspace', read, []);
    return { lines: rows.map((row) => ({ type: 'workspace', ...row })), next: null };
  },
};
