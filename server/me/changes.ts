import type { PersonalContent, PersonalEntry } from '../../protocol/index.ts';
import { fromStart } from '../engine/log/page.ts';
import type { Database } from '../engine/store/database.ts';
import type { PersonalSource } from './source.ts';

/** Where in their log somebody stands (exclusive), and how many entries are wanted at most. */
export type PersonalPlace = { userId: string; afterVersion: number; limit: number };

/** What changed after a place. */
export type PersonalChanges = PersonalPlace & {
  /** The head of the log. */
  head: number;
  /** In their current state, in `version` order; as many as fit into a page. */
  entries: PersonalEntry[];
  /** Every change up to this version is among them. */
  upTo: number;
};

type Row = { place: string; head: string } & (
  | { id: null }
  | { id: string; version: string; content: PersonalContent; deleted: boolean }
);

// One statement, so that the heads and the entries of all sources are of one moment.
const read = (sources: readonly PersonalSource[]): string => `
  select p.place, coalesce((select l.last_version from log l where l.id = p.user_id), 0) as head, e.*
  from unnest($1::uuid[], $2::bigint[], $3::int[]) with ordinality p (user_id, after, most, place)
  left join lateral (
    select * from (${sources.map(({ changes }) => `(${changes})`).join(' union all ')}) e order by e.version limit p.most
  ) e on true
  order by p.place, e.version`;

const toEntry = (row: Row): PersonalEntry[] =>
  row.id === null ? [] : [{ id: row.id, version: Number(row.version), deleted: row.deleted, content: row.content }];

const toChanges = (place: PersonalPlace, rows: Row[]): PersonalChanges => {
  const found = rows.flatMap(toEntry);
  const entries = fromStart(found);
  const head = Number(rows[0]?.head ?? 0);
  const isAll = found.length < place.limit && entries.length === found.length;
  // A version can be nobody's any more: its entry was removed for good, or is of a room that one has left.
  return { ...place, head, entries, upTo: isAll ? head : (entries.at(-1)?.version ?? place.afterVersion) };
};

/**
 * Reads with one statement what changed in the logs of some people.
 * @returns what changed after each place, in their order
 * @throws the database's error
 */
export const readPersonalChanges = async (
  database: Database,
  sources: readonly PersonalSource[],
  places: readonly PersonalPlace[],
): Promise<PersonalChanges[]> => {
  const rows = await database.query<Row>('personal_changes', read(sources), [
    places.map(({ userId }) => userId),
    places.map(({ afterVersion }) => afterVersion),
    places.map(({ limit }) => limit),
  ]);
  const byPlace = Map.groupBy(rows, ({ place }) => Number(place));
  return places.map((place, index) => toChanges(place, byPlace.get(index + 1) ?? []));
};
