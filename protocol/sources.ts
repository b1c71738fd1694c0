import { z } from 'zod';
import { defineEvent } from './define.ts';

/** Nothing is needed. The rejection itself comes as every other one, in `tickets`. */
export const TicketSamplePayload = z.object({});
export const TicketSampleData = z.object({ eventId: z.string(), ticketId: z.string() });

/** What an admin may ask of the places that tickets come from. */
export const sourceEvents = {
  'ticket:sample': defineEvent({
    access: 'admin',
    budget: 'change',
    payload: TicketSamplePayload,
    data: TicketSampleData,
    says: 'Lets a made-up rejection come in, to see what it looks like; its source is `sample`.',
  }),
};
