import type pg from 'pg';

/** Where the heads of conversations are: a commit that this one is compared with may still have them in `conversation`. */
export const tableOfHeads = async (client: pg.Client): Promise<'log' | 'conversation'> => {
  const { rows } = await client.query<{ isThere: boolean }>(
    `select to_regclass('public.log') is not null as "isThere"`,
  );
  return rows[0]?.isThere ? 'log' : 'conversation';
};
