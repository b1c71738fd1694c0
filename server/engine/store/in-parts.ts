/** Rows that one statement deletes: it holds up nobody, and ends within its time, however many there are. */
export const rowsAtOnce = 1_000;

/**
 * Deletes many rows, so many at a time.
 * @param remove deletes at most {@link rowsAtOnce} rows, and tells how many
 * @throws the database's error; what was deleted before stays deleted
 */
export const inParts = async (remove: () => Promise<number>): Promise<void> => {
  while ((await remove()) === rowsAtOnce);
};
