import type { FromServer, LiveEvent } from './events.ts';

type Join = (before: unknown, after: unknown) => unknown;
export type Joins = ReadonlyMap<string, Join>;

/** How each slice makes one of two payloads. */
export const joinsOf = (slices: readonly { readonly joins?: object }[]): Joins =>
  new Map(slices.flatMap(({ joins }): [string, Join][] => Object.entries(joins ?? {})));

const joined = (joins: Joins, before: LiveEvent | undefined, after: LiveEvent): LiveEvent | null => {
  if (before?.type !== 'server' || after.type !== 'server' || before.name !== after.name) return null;
  const payload = joins.get(after.name)?.(before.payload, after.payload) ?? null;
  // Made by the slice that knows both, of the same form as both.
  return payload === null ? null : ({ ...after, payload } as FromServer);
};

/** What came within one frame, in its order, in as few events as say the same. */
export const gathered = (events: readonly LiveEvent[], joins: Joins): readonly LiveEvent[] => {
  if (events.length < 2) return events;
  const fewer: LiveEvent[] = [];
  for (const event of events) {
    const one = joined(joins, fewer.at(-1), event);
    if (one) fewer[fewer.length - 1] = one;
    else fewer.push(event);
  }
  return fewer;
};
