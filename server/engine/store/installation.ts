import type { Database } from './database.ts';

/** What all instances of an installation share, made with the database. */
export type Installation = {
  /** A UUID. */
  id: string;
  /** Seals what instances tell each other over Redis; 32 bytes. */
  busKey: Buffer;
};

/** @throws the database's error */
export const readInstallation = async (database: Database): Promise<Installation> => {
  const text = 'select id, bus_key as "busKey" from installation';
  const [row] = await database.query<Installation>('installation', text, []);
  if (row === undefined) throw new Error('the database has no row in the table "installation"');
  return row;
};
