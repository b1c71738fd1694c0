import { conversationId, personId } from '../population.ts';

const json = (event: string, payload: unknown) => JSON.stringify([event, payload]);
const ids = (count: number) => Array.from({ length: count }, (_, number) => personId(number));

/** What each abusive connection says without end, by its number; `n` counts what it has said. */
const habits: ((n: number) => string)[] = [
  (n) =>
    `42${n}${json('sync', { cursors: Object.fromEntries(Array.from({ length: 8_000 }, (_, key) => [`k${key}`, 1])) })}`,
  (n) => `42${n}${json('presence:watch', { userIds: Array.from({ length: 20_000 }, () => 1) })}`,
  (n) => `42${n}${json('nope', { n })}`,
  (n) => `42${n}${json('people:list', { limit: 'all', query: 'x'.repeat(90_000) })}`,
  (n) => `42${n}${json('presence:watch', { userIds: ids(500) })}`,
  (n) => `42${n}${json('message:history', { conversationId: conversationId(0) })}`,
  () => '40',
  (n) => `42${n}${json('sync', {})}`,
];

/** How many abusive connections there are, each with a habit of its own. */
export const abusers = habits.length;

/** The same few things again and again: making them must not cost what sending them does. */
export const sayings = (abuser: number): string[] => {
  const habit = habits[abuser];
  if (habit === undefined) throw new Error(`there is no abuser ${abuser}`);
  return Array.from({ length: 16 }, (_, n) => habit(n));
};
