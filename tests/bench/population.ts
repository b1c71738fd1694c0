/**
 * Who talks to whom in one run. People and conversations are plain numbers here; every process derives the same ids,
 * tokens and bodies from them, so nothing but numbers has to be handed around.
 */
export type Population = {
  people: number;
  /** Members of each conversation, by their numbers. */
  conversations: number[][];
  /** The first so many people are admins. */
  admins?: number;
};

const hex = (value: number, digits: number) => value.toString(16).padStart(digits, '0');

export const personId = (person: number) => `00000000-0000-7000-8000-${hex(person, 12)}`;
export const conversationId = (conversation: number) => `00000000-0000-7000-9000-${hex(conversation, 12)}`;
/** The author's own id of the `n`-th send of this person. */
export const clientIdOf = (person: number, n: number) => `${hex(n, 8)}-0000-7000-a000-${hex(person, 12)}`;
/** The number in a person's, a conversation's or a send's id. */
export const numberIn = (id: string) => Number.parseInt(id.slice(24), 16);
export const sendNumberIn = (clientId: string) => Number.parseInt(clientId.slice(0, 8), 16);
export const sessionTokenOf = (person: number) => `bench-session-of-person-${hex(person, 12)}`;

/** The ticket feed is one more conversation, of all admins; its messages are the rejections' titles. */
export const feed = 0xfeed_feed;

/** Long enough for a sentence: what people write in chats is mostly shorter than this. */
const bodyLength = 80;

/**
 * What is written in the `n`-th message of a person: where it comes from and when it was due, so that each receiver
 * can check and time it without knowing anything else.
 * @param due milliseconds on the clock of `clock.ts`
 */
export const bodyOf = (person: number, n: number, due: number) =>
  `${person}.${n}.${due.toFixed(2)}.`.padEnd(bodyLength, '~');

export type BodyFacts = { person: number; n: number; due: number };

export const readBody = (body: string): BodyFacts => {
  const first = body.indexOf('.');
  const second = body.indexOf('.', first + 1);
  return {
    person: Number(body.slice(0, first)),
    n: Number(body.slice(first + 1, second)),
    due: Number.parseFloat(body.slice(second + 1)),
  };
};

/** Rooms of equal size: person p is in room p % rooms. */
export const equalRooms = (people: number, rooms: number): number[][] =>
  Array.from({ length: rooms }, (_, room) =>
    Array.from({ length: Math.ceil((people - room) / rooms) }, (_, i) => room + i * rooms),
  );
