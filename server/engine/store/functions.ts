import { readdir, readFile } from 'node:fs/promises';
import type pg from 'pg';

const directory = new URL('../../../prisma/functions/', import.meta.url);

/** The present text of an SQL function, and of the triggers that call it. */
export type SqlFunction = { name: string; number: number; sql: string };

/** @throws Error when a text does not begin with its number */
export const readFunctions = async (): Promise<SqlFunction[]> => {
  const files = (await readdir(directory)).filter((file) => file.endsWith('.sql')).sort();
  return Promise.all(
    files.map(async (file) => {
      const sql = await readFile(new URL(file, directory), 'utf8');
      const [, number] = /^-- (\d+)\n/.exec(sql) ?? [];
      if (number === undefined) throw new Error(`prisma/functions/${file}: its first line is not its number`);
      return { name: file.slice(0, -'.sql'.length), number: Number(number), sql };
    }),
  );
};

/**
 * @returns those of which the database has an older text, or none; where it has a newer one, that stays. New ones come first: each is
 * put in by itself while instances go on calling, and one that is replaced may call them
 */
export const outdated = async (client: pg.Client, functions: readonly SqlFunction[]): Promise<SqlFunction[]> => {
  const { rows } = await client.query<{ name: string; number: number }>('select name, number from sql_function');
  const present = new Map(rows.map(({ name, number }) => [name, number]));
  return functions
    .filter(({ name, number }) => number > (present.get(name) ?? 0))
    .sort((a, b) => Number(present.has(a.name)) - Number(present.has(b.name)));
};

/** Puts a function into the database, and notes its number. To be called in a transaction. */
export const putFunction = async (client: pg.Client, { name, number, sql }: SqlFunction): Promise<void> => {
  await client.query(sql);
  await client.query(
    `insert into sql_function (name, number) values ($1, $2)
     on conflict (name) do update set number = excluded.number`,
    [name, number],
  );
};
