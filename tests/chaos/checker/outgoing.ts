/** A call of an outgoing webhook, as the program that was called saw it. */
export type Call = {
  /** Its `Idempotency-Key`. */
  key: string;
  /** The message in its body, and the version of it. */
  entryId: string;
  version: number;
  isSigned: boolean;
  /** Taken over; the answer that says so may be lost. */
  isTaken: boolean;
  at: number;
};

/** A message of the room, as it is in the end. */
export type Entry = { id: string; version: number; createdAt: number };

/** Everything that is judged of the way out of a room. */
export type OutgoingFacts = {
  hookId: string;
  /** In the order in which they came. */
  calls: Call[];
  entries: Entry[];
};

const keyOf = (hookId: string, entryId: string, version: number): string => `${hookId}.${entryId}.${version}`;

/** Each message was taken over as it is in the end, under its key, in the order of versions, signed; and nothing else was said. */
export const checkOutgoing = (facts: OutgoingFacts): string[] => [
  ...untaken(facts).map(({ id, version }) => `lost: version ${version} of ${id} was not taken over by its webhook`),
  ...checkCalls(facts),
  ...checkOrder('was told', facts.calls),
  ...checkOrder(
    'was taken over',
    facts.calls.filter(({ isTaken }) => isTaken),
  ),
];

/** What has not been taken over yet as it is now. A state that was gone before anybody could be told of it need not be. */
export const untaken = ({ hookId, calls, entries }: OutgoingFacts): Entry[] => {
  const taken = new Set(calls.filter(({ isTaken }) => isTaken).map(({ key }) => key));
  return entries.filter(({ id, version }) => !taken.has(keyOf(hookId, id, version)));
};

const checkCalls = ({ hookId, calls, entries }: OutgoingFacts): string[] => {
  const stored = new Map(entries.map(({ id, version }) => [id, version]));
  return calls.flatMap(({ key, entryId, version, isSigned }) => [
    ...(isSigned ? [] : [`${key} was not signed as promised`]),
    ...(key === keyOf(hookId, entryId, version) ? [] : [`${key} came with version ${version} of ${entryId}`]),
    ...(version <= (stored.get(entryId) ?? 0) ? [] : [`${key} tells what is not in the room`]),
  ]);
};

/** What comes again under its key changes nothing for who keeps keys: the first of each counts. */
const checkOrder = (what: string, calls: Call[]): string[] => {
  const seen = new Set<string>();
  let last = 0;
  return calls.flatMap(({ key, version }) => {
    if (seen.has(key)) return [];
    seen.add(key);
    const before = last;
    last = Math.max(last, version);
    return version > before ? [] : [`misordered: version ${version} ${what} after version ${before}`];
  });
};

/** How late the last message was heard of for the first time, in milliseconds after it was written or the fault was over. */
export const lateness = ({ calls, entries }: OutgoingFacts, healed: number): number => {
  const first = new Map<string, number>();
  for (const { entryId, isTaken, at } of calls) if (isTaken && !first.has(entryId)) first.set(entryId, at);
  return Math.max(0, ...entries.map(({ id, createdAt }) => (first.get(id) ?? 0) - Math.max(createdAt, healed)));
};
