/**
 * IndexedDB, as far as it is needed, with promises. Of our own because what keeps a message that is being sent belongs to a
 * page's first sight, and the package is four times as long.
 */

type Occasions = {
  /** Makes the form of a database that is new. */
  upgrade: (database: IDBDatabase) => void;
  /** Another tab has not let go of an older form yet. */
  blocked: () => void;
  /** Another page wants to change the form, or to remove everything. */
  blocking: () => void;
  /** The browser has ended the connection. */
  terminated: () => void;
};

const done = <Result>(request: IDBRequest<Result>): Promise<Result> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/** The form of all databases; a page that finds a later one does without, and says so. */
const form = 1;

export const openDatabase = async (name: string, { upgrade, blocked, blocking, terminated }: Occasions) => {
  const request = indexedDB.open(name, form);
  request.onupgradeneeded = () => upgrade(request.result);
  request.onblocked = blocked;
  const database = await done(request);
  database.onversionchange = blocking;
  database.onclose = terminated;
  return database;
};

export const removeDatabase = (name: string) => done(indexedDB.deleteDatabase(name));

/** @returns what the request found, once it is kept for good */
export const transact = <Result>(
  database: IDBDatabase,
  store: string,
  mode: IDBTransactionMode,
  work: (store: IDBObjectStore) => IDBRequest<Result>,
): Promise<Result> =>
  new Promise((resolve, reject) => {
    const transaction = database.transaction(store, mode);
    const request = work(transaction.objectStore(store));
    transaction.oncomplete = () => resolve(request.result);
    transaction.onabort = () => reject(transaction.error ?? request.error);
  });
