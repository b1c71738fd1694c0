import type { QueryResultRow } from 'pg';
import type { Database } from '../engine/store/database.ts';
import type { Line } from './format.ts';

/** What an export is of: the room, or the person; of everything, nothing. */
export type Subject = string | null;

/** Where a section goes on; what is in it only the section knows. */
export type Cursor = readonly (string | number)[];

export type Page = {
  lines: readonly Line[];
  /** Null: there is no more. */
  next: Cursor | null;
};

/** A part of an export, read a page at a time. No transaction is open between two pages. */
export type Section = {
  name: string;
  read(database: Pick<Database, 'query'>, subject: Subject, after: Cursor | null): Promise<Page>;
};

/** Rows in one page: a statement that is over in a moment, and text that fits into memory many times. */
export const pageRows = 200;

/** Before every id. */
export const noId = '00000000-0000-0000-0000-000000000000';

/** A moment as the contract writes it. */
export const iso = (column: string): string => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** What a row of a walk holds besides what becomes its line. */
type Walk<Row> = {
  name: string;
  /** Parameters: the subject where there is one, then the cursor, and at last the number of rows. */
  text: string;
  hasSubject?: boolean;
  start: Cursor;
  rows?: number;
  /** Null for what is none of it. */
  toLine(row: Row): Line | null;
  cursorOf(row: Row): Cursor;
};

/** A section that walks along an index. */
export const walk = <Row extends QueryResultRow>({
  name,
  text,
  hasSubject = false,
  start,
  rows: most = pageRows,
  toLine,
  cursorOf,
}: Walk<Row>): Section => ({
  name,
  read: async (database, subject, after) => {
    const values = [...(hasSubject ? [subject] : []), ...(after ?? start), most];
    const rows = await database.query<Row>(`export_${name}`, text, values);
    const last = rows.at(-1);
    const lines = rows.map(toLine).filter((line) => line !== null);
    return { lines, next: last !== undefined && rows.length === most ? cursorOf(last) : null };
  },
});
