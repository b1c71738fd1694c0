import type pg from 'pg';
import type { Database } from '../../store/database.ts';
import type { Transaction } from '../../store/transaction.ts';

/** How far a follower is: the transaction, and of it the key of the last entry that was handled. Null: none of it. */
export type Place = { xid: string; after: readonly string[] | null };

const smallest = { uuid: '00000000-0000-0000-0000-000000000000', bigint: '-9223372036854775808' };

/**
 * Rows that followers read: each carries the transaction of its last change in `xid`, and an index on xid and the key
 * leads to it. Written by its noun; names and SQL of this are part of statements, and never come from outside.
 */
export type SourceOptions<Entry> = {
  name: string;
  table: string;
  /** What tells the entries of one transaction apart, in the order of the index: column → type. */
  key: Record<string, keyof typeof smallest>;
  /** The column that names an entry for ever. */
  id: string;
  /** SQL: when it was changed, as far as the row tells. */
  at: string;
  columns: string;
  toEntry: (row: pg.QueryResultRow) => Entry;
};

/** An entry as its row, with its place. */
export type Placed = { row: pg.QueryResultRow; id: string; place: Place; at: Date };

/** What of a source does not depend on what its entries are. */
export type Reading = {
  name: string;
  /**
   * Everything after a place that was changed before the horizon, in order, in its present state.
   * @throws the database's error
   */
  read(database: Database, place: Place, upTo: { horizon: bigint; limit: number }): Promise<Placed[]>;
  /** @returns the present state of one entry, or undefined when it is gone */
  one(transaction: Transaction, id: string): Promise<pg.QueryResultRow | undefined>;
};

export type Source<Entry> = Reading & { toEntry(row: pg.QueryResultRow): Entry };

type PlaceRow = { place_id: string; place_xid: string; place_key: string[]; place_at: Date };

/** @returns a source of entries for followers */
export const source = <Entry>({ name, table, key, id, at, columns, toEntry }: SourceOptions<Entry>): Source<Entry> => {
  const names = Object.keys(key);
  const types = Object.values(key);
  const bound = types.map((type, index) => `$${index + 4}::text::${type}`);
  const selected = `${columns}, ${id}::text as place_id`;
  // What one transaction changed may be more than fits into a window: the place may lie within it.
  const readAfter = `
    select ${selected}, xid::text as place_xid, array[${names.map((column) => `${column}::text`)}] as place_key, ${at} as place_at
    from ${table}
    where (xid, ${names}) > ($1::text::xid8, ${bound}) and xid < $2::text::xid8
    order by xid, ${names} limit $3::int`;
  const readOne = `select ${selected} from ${table} where ${id} = $1`;
  return {
    name,
    toEntry,
    read: async (database, place, { horizon, limit }) => {
      const after = place.after ?? types.map((type) => smallest[type]);
      const values = [place.xid, String(horizon), limit, ...after];
      const rows = await database.query<PlaceRow>(`follow_${name}`, readAfter, values);
      return rows.map((row) => ({
        row,
        id: row.place_id,
        place: { xid: row.place_xid, after: row.place_key },
        at: row.place_at,
      }));
    },
    one: async (transaction, wanted) => (await transaction.query(`follow_one_${name}`, readOne, [wanted]))[0],
  };
};
