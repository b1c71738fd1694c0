import { randomUUID } from 'node:crypto';
import type { TicketEvent } from '../../protocol/index.ts';

const reasons = [
  { reasonCode: 'missing_information', reason: 'The order number is missing, so the purchase cannot be found.' },
  { reasonCode: 'out_of_policy', reason: 'The purchase is 47 days old; returns are accepted within 30 days.' },
  { reasonCode: 'duplicate', reason: 'The same request was opened yesterday and is being worked on.' },
  { reasonCode: 'no_permission', reason: 'Only the owner of the account may change its e-mail address.' },
];
const titles = [
  'Refund for order 81-2207',
  'Change the e-mail address',
  'VPN access for a new colleague',
  '更换损坏的笔记本电脑',
];
const people = ['mara.lind', 'j.okafor', 'li.wei', 'sam.ortega'];
const priorities = ['low', 'normal', 'high', 'urgent'] as const;

const pick = <T>(choices: readonly T[], place: number): T => {
  const choice = choices[place % choices.length];
  if (choice === undefined) throw new Error('there is nothing to choose from');
  return choice;
};

/** Rejections as a ticket system would send them, all different, of about now. */
export const sampleRejections = (count: number): TicketEvent[] => {
  const start = Math.floor(Math.random() * 1_000);
  return Array.from({ length: count }, (_, n) => ({
    eventId: randomUUID(),
    ticketId: `T-${1_000 + start + n}`,
    title: pick(titles, start + n),
    ...pick(reasons, start + n * 3),
    rejectedBy: pick(people, start + n),
    requester: pick(people, start + n + 1),
    priority: pick(priorities, start + n * 5),
    occurredAt: new Date().toISOString(),
    url: `https://tickets.example.com/T-${1_000 + start + n}`,
  }));
};
