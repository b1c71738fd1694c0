import { openDatabase, removeDatabase, transact } from '../storage/database.ts';
import { outboxName } from '../storage/outbox-name.ts';
import { outboxSchemas } from './schemas.ts';
import type { OutboxStorage } from './storage.ts';

const store = 'entries';

// What browsers say of a connection that is gone, without having said that it went.
const isLost = (error: unknown): boolean =>
  error instanceof DOMException && (error.name === 'InvalidStateError' || error.name === 'UnknownError');

/** One connection at a time; one that was lost is opened again when it is needed. */
const connection = (name: string, report: (error: unknown) => void) => {
  let opened: Promise<IDBDatabase> | null = null;

  const open = (): Promise<IDBDatabase> => {
    const mine: Promise<IDBDatabase> = openDatabase(name, {
      upgrade: (database) => database.createObjectStore(store, { keyPath: 'clientId' }),
      blocked: () => report(new Error(`${name} waits for another tab to let go of it`)),
      // A newer page wants to change the form, or everything of this user is removed: this tab must not be in the way.
      blocking: () => letGo(mine),
      terminated: () => forget(mine),
    });
    return mine;
  };
  const forget = (which: Promise<IDBDatabase>) => {
    if (opened === which) opened = null;
  };
  const letGo = (which: Promise<IDBDatabase>) => {
    forget(which);
    which.then(
      (database) => database.close(),
      () => undefined,
    );
  };
  const current = (): Promise<IDBDatabase> => {
    opened ??= open();
    return opened;
  };

  return {
    async use<T>(work: (database: IDBDatabase) => Promise<T>): Promise<T> {
      const mine = current();
      try {
        return await work(await mine);
      } catch (error) {
        // The next call tries again: storage may come back, for example when a private window is allowed to store.
        letGo(mine);
        if (!isLost(error)) throw error;
        return work(await current());
      }
    },
    close: () => {
      if (opened) letGo(opened);
    },
  };
};

/** Survives reload, closing the tab and the browser. Each user of this browser has an outbox of their own. */
export const indexedDbOutbox = (userId: string, report: (error: unknown) => void): OutboxStorage => {
  const name = outboxName(userId);
  const database = connection(name, report);
  let last: Promise<unknown> = Promise.resolve();
  // One after the other: a call that has to open the database again must not be overtaken by the one after it.
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = last.then(work);
    last = done.catch(() => undefined);
    return done;
  };

  return {
    load: () =>
      inTurn(async () => {
        const stored = await database.use((opened) => transact(opened, store, 'readonly', (all) => all.getAll()));
        const { readEntry } = await outboxSchemas(report);
        return stored.map(readEntry);
      }),
    put: (entry) =>
      inTurn(async () => {
        await database.use((opened) => transact(opened, store, 'readwrite', (all) => all.put(entry)));
      }),
    remove: (clientId) =>
      inTurn(() => database.use((opened) => transact(opened, store, 'readwrite', (all) => all.delete(clientId)))),
    clear: () =>
      inTurn(async () => {
        await database.use((opened) => transact(opened, store, 'readwrite', (all) => all.clear()));
        database.close();
        await removeDatabase(name);
      }),
  };
};
