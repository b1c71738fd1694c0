import type { DeadLetterSelection, DeadLetterState } from '../../protocol/index.ts';

/** Before and behind every id. */
const firstId = '00000000-0000-0000-0000-000000000000';
export const lastId = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** Which letters of `dead_letter d` are meant. */
export type Selected = {
  /** A word for this form of the condition, for the name of a statement. */
  by: string;
  /** A condition on the first of the parameters of a statement. */
  where: string;
  /** The same, behind one id and up to another, which the two following parameters are. */
  between: string;
  /** The order along the index that answers `between`: by what is compared, which is the same for all, and by the id. */
  order(way: 'asc' | 'desc'): string;
  values: unknown[];
  /** The number of the following parameter. */
  next: number;
};

/**
 * The letters of a state, and where it says so of a source, with one thing wrong, or some by their ids.
 *
 * For each form there is an index that ends with the id. It is compared as a whole: asked for each column by itself, the planner may
 * walk all letters by their ids, and find the few that are meant at the end.
 */
export const selected = (state: DeadLetterState, { source, kind, ids }: DeadLetterSelection): Selected => {
  const given = Object.entries({ state, source, kind }).filter(([, value]) => value !== undefined);
  const columns = given.map(([name]) => `d.${name}`);
  const parameters = given.map((_, place) => `$${place + 1}`);
  const values: unknown[] = given.map(([, value]) => value);
  const among = ids === undefined ? '' : ` and d.id = any ($${values.push(ids)}::uuid[])`;
  const next = values.length + 1;
  const is = (compared: string, id: string) =>
    `(${columns.join(', ')}, d.id) ${compared} (${parameters.join(', ')}, ${id})`;
  return {
    by: [...given.slice(1).map(([name]) => name), ...(ids === undefined ? [] : ['ids'])].join('_') || 'all',
    where: `${columns.map((column, place) => `${column} = ${parameters[place]}`).join(' and ')}${among}`,
    between: `${is('>', `$${next}::uuid`)} and ${is('<=', `$${next + 1}::uuid`)}${among}`,
    order: (way) => [...columns, 'd.id'].map((column) => `${column} ${way}`).join(', '),
    ...{ values, next },
  };
};

/** The values of the two parameters that `between` compares ids with. */
export const span = (after: string | null, until: string | null): [string, string] => [
  after ?? firstId,
  until ?? lastId,
];

/** The id right before another one. */
export const before = (id: string): string => {
  const number = BigInt(`0x${id.replaceAll('-', '')}`) - 1n;
  const hex = number.toString(16).padStart(32, '0');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
};
