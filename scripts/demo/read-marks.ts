import type { Noun } from './noun.ts';
import { granted } from './services.ts';

/** Messages that wait for whoever signs in, from place to place: nothing, a few, many. */
const waiting = [3, 0, 1, 57, 12, 0, 2, 140, 0, 5, 0, 1, 0, 4, 0, 9];

const heads = 'select l.id, l.last_seq from log l where l.id = any ($1::uuid[])';

/** How far everybody has read. Who writes has read, so nobody's own messages wait for them. */
export const readMarks: Noun = {
  name: 'read marks',
  fill: async ({ query, readMarks: marks }, { people, places, randomOf }) => {
    await marks.flush();
    const rows = await query<{ id: string; last_seq: string }>('demo_heads', heads, [places.map(({ id }) => id)]);
    const headOf = new Map(rows.map(({ id, last_seq }) => [id, Number(last_seq)]));
    const random = randomOf('read marks');
    const read = places.flatMap(({ id, members }, place) =>
      members.map((person) => {
        const isShown = people.indexOf(person) < 2;
        const unread = isShown ? (waiting[place % waiting.length] ?? 0) : random.below(4) * random.below(20);
        const seq = Math.max(0, (headOf.get(id) ?? 0) - unread);
        // Back: those two have written here as well, and so have read until then.
        return marks.mark(person.id, { conversationId: id, seq, back: isShown });
      }),
    );
    for (const answer of await Promise.all(read)) granted(answer);
  },
};
