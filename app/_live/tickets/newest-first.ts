/** An entry of a list that is in the order of `seq`, the newest first. */
type Entry = { readonly id: string; readonly seq: number; readonly version: number };

/** @returns where the entry with this `seq` is, or would be */
const placeOf = (list: readonly Entry[], seq: number): number => {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle]?.seq ?? 0) > seq) low = middle + 1;
    else high = middle;
  }
  return low;
};

export const holds = (list: readonly Entry[], { id, seq }: Entry): boolean => list[placeOf(list, seq)]?.id === id;

/**
 * The list with entries put in that it does not hold. What is newer than all costs no comparison with the rest.
 * @param fresh in any order
 */
export const withFresh = <E extends Entry>(list: readonly E[], fresh: readonly E[]): readonly E[] => {
  if (fresh.length === 0) return list;
  const sorted = [...fresh].sort((a, b) => b.seq - a.seq);
  const oldest = sorted.at(-1);
  const joined = [...sorted, ...list];
  const isOnTop = oldest === undefined || list[0] === undefined || oldest.seq > list[0].seq;
  return isOnTop ? joined : joined.sort((a, b) => b.seq - a.seq);
};

/**
 * The list with newer states put in, and without what no longer belongs to it; the same list when nothing of it changed.
 * Costs a search for each change, not a look at each entry.
 */
export const withChanges = <E extends Entry>(
  list: readonly E[],
  changes: Iterable<E>,
  belongs: (entry: E) => boolean,
): readonly E[] => {
  let next: (E | null)[] | null = null;
  let gone = false;
  for (const change of changes) {
    const place = placeOf(list, change.seq);
    const known = list[place];
    if (known?.id !== change.id || known.version >= change.version) continue;
    next ??= [...list];
    next[place] = belongs(change) ? change : null;
    gone ||= next[place] === null;
  }
  if (next === null) return list;
  return gone ? next.filter((entry) => entry !== null) : (next as E[]);
};
