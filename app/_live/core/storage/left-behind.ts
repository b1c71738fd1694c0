import { deleteDB, openDB } from 'idb';

export { unsentNotes } from './kept-notes.ts';

import { outboxName, ownerOfOutbox } from './outbox-name.ts';
import { forgetTextsOf, peopleWithTexts } from './personal.ts';

/** A database that does not answer within this, in milliseconds, is not waited for. */
const patience = 3_000;

const inTime = <T>(work: Promise<T>, otherwise: T): Promise<T> =>
  Promise.race([work.catch(() => otherwise), new Promise<T>((resolve) => setTimeout(resolve, patience, otherwise))]);

const hasEntries = async (name: string): Promise<boolean> => {
  const database = await openDB(name);
  try {
    const stores = [...database.objectStoreNames];
    const counts = await Promise.all(stores.map((store) => database.count(store)));
    return counts.some((count) => count > 0);
  } finally {
    database.close();
  }
};

const peopleWithOutbox = async (): Promise<string[]> => {
  const names = (await indexedDB.databases()).flatMap(({ name }) => name ?? []);
  const owners = await Promise.all(
    names.map(async (name) => {
      const owner = ownerOfOutbox(name);
      return owner !== null && (await hasEntries(name)) ? [owner] : [];
    }),
  );
  return owners.flat();
};

/**
 * Everybody who wrote something here that was not sent: messages, drafts, edits. It is kept for them, neither shown nor sent,
 * until they sign in again.
 */
export const peopleWithSomethingLeft = async (): Promise<string[]> => [
  ...new Set([...peopleWithTexts(), ...(await inTime(peopleWithOutbox(), []))]),
];

/** Removes everything of one person from this device. */
export const forgetPerson = async (personId: string): Promise<void> => {
  forgetTextsOf(personId);
  await inTime(deleteDB(outboxName(personId)), undefined);
};
