import type { TopicRecord } from '../tickets/topic.ts';

export type StoredRejection = { eventId: string; ticketId: string; seq: number };

/** Everything that is judged of the way from Kafka to the admins' screens. */
export type TicketFacts = {
  topic: TopicRecord[];
  /** In `seq` order. */
  rejections: StoredRejection[];
  lastSeq: number;
  /** Partition and offset, as `partition:offset`. */
  deadLetters: string[];
  screens: { reader: string; eventIds: string[] }[];
};

/** @returns the event, or null when it cannot be read */
export const readEvent = (value: string): { eventId: string; ticketId: string } | null => {
  try {
    return JSON.parse(value) as { eventId: string; ticketId: string };
  } catch {
    return null;
  }
};

/** Each event once, in order per ticket, dead letters exact, and every admin sees just that. */
export const checkTickets = (facts: TicketFacts): string[] => [
  ...checkEvents(facts),
  ...checkDeadLetters(facts),
  ...checkNumbers(facts),
  ...checkScreens(facts),
];

const checkEvents = ({ topic, rejections }: TicketFacts): string[] => {
  const wrong: string[] = [];
  const stored = new Map(rejections.map((rejection) => [rejection.eventId, rejection]));
  if (stored.size !== rejections.length) wrong.push(`${rejections.length - stored.size} events are stored twice`);
  const expected = new Set<string>();
  const lastOfTicket = new Map<string, number>();
  const inOrder = [...topic].sort((a, b) => a.partition - b.partition || Number(a.offset - b.offset));
  for (const { partition, offset, value } of inOrder) {
    const event = readEvent(value);
    if (!event || expected.has(event.eventId)) continue;
    expected.add(event.eventId);
    const seq = stored.get(event.eventId)?.seq;
    if (seq === undefined) wrong.push(`lost: the event at ${partition}:${offset} is not stored`);
    else if (seq < (lastOfTicket.get(event.ticketId) ?? 0))
      wrong.push(`misordered: ${event.ticketId}: the event at ${partition}:${offset} stands before an earlier one`);
    if (seq !== undefined) lastOfTicket.set(event.ticketId, Math.max(seq, lastOfTicket.get(event.ticketId) ?? 0));
  }
  for (const { eventId } of rejections) if (!expected.has(eventId)) wrong.push(`${eventId} was never in the topic`);
  return wrong;
};

const checkDeadLetters = ({ topic, deadLetters }: TicketFacts): string[] => {
  const broken = topic.filter(({ value }) => readEvent(value) === null);
  const expected = new Set(broken.map(({ partition, offset }) => `${partition}:${offset}`));
  const wrong = [...expected]
    .filter((place) => !deadLetters.includes(place))
    .map((place) => `no dead letter: ${place}`);
  for (const place of deadLetters)
    if (!expected.has(place)) wrong.push(`a dead letter for ${place}, which can be read`);
  if (new Set(deadLetters).size !== deadLetters.length) wrong.push('a dead letter is there twice');
  return wrong;
};

const checkNumbers = ({ rejections, lastSeq }: TicketFacts): string[] => {
  const wrong = rejections.flatMap(({ seq }, index) =>
    seq === index + 1 ? [] : [`the feed has seq ${seq} as its ${index + 1}.`],
  );
  if (lastSeq !== rejections.length) wrong.push(`the feed counts ${lastSeq} of ${rejections.length}`);
  return wrong.slice(0, 5);
};

const checkScreens = ({ screens, rejections }: TicketFacts): string[] => {
  const newestFirst = rejections
    .map(({ eventId }) => eventId)
    .reverse()
    .join();
  return screens.flatMap(({ reader, eventIds }) =>
    eventIds.join() === newestFirst
      ? []
      : [`${reader} shows ${eventIds.length} of ${rejections.length} rejections, or in another order`],
  );
};
