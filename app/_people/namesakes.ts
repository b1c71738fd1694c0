import type { Person } from '../../protocol/index.ts';

const folded = (name: string): string => name.normalize('NFKC').toLowerCase();

/**
 * What tells people of one name apart in a list: the end of their id, which is by chance and never changes. E-mail
 * addresses are nobody's business, and not everybody has a picture.
 * @returns by id, only for people who share their name with somebody else of the list
 */
export const namesakes = (people: readonly Person[]): ReadonlyMap<string, string> => {
  const counts = new Map<string, number>();
  for (const { name } of people) counts.set(folded(name), (counts.get(folded(name)) ?? 0) + 1);
  const shared = people.filter(({ name }) => (counts.get(folded(name)) ?? 0) > 1);
  return new Map(shared.map(({ id }) => [id, id.slice(-4)]));
};
