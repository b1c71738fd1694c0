import { expect, it } from 'vitest';
import { z } from 'zod';
import { clientEvents } from '../../../protocol/index.ts';

const events = Object.entries(clientEvents);

/** Whoever asks `conversation:join` is no member yet; everything else that points into a conversation is for its members. */
const forStrangers = new Set(['conversation:join']);

const fieldsOf = (payload: z.ZodType): string[] =>
  Object.keys(z.toJSONSchema(payload, { io: 'input', unrepresentable: 'any' }).properties ?? {});

it('tickets are for whoever works them, all of them; trying one out, and their settings, are for admins', () => {
  const forAdmins = ['ticket:sample', 'ticket:configure'];
  const tickets = events.filter(([name]) => name.startsWith('ticket:') && !forAdmins.includes(name));
  expect(tickets.length).toBeGreaterThan(5);
  expect(tickets.filter(([, { access }]) => access !== 'handler').map(([name]) => name)).toEqual([]);
});

it('what points to a conversation or a message is for members', () => {
  const inside = events.filter(
    ([name, { payload }]) =>
      !forStrangers.has(name) &&
      // A search may be narrowed to a conversation; it is about all of one's own.
      name !== 'message:search' &&
      fieldsOf(payload).some((field) => field === 'conversationId' || field === 'messageId'),
  );
  expect(inside.length).toBeGreaterThan(10);
  expect(inside.filter(([, { access }]) => access !== 'member').map(([name]) => name)).toEqual([]);
});
