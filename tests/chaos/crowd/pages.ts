import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { readEntry } from '../../../app/_live/core/outbox/entry.ts';
import type { SendOptions } from '../../../app/_live/core/outbox/methods.ts';
import { socketWire } from '../../../app/_live/core/wire/socket.ts';
import { createLiveClient } from '../../../app/_live/headless-client.ts';

/** The code of the pages of a version, as far as a crowd runs it. */
export type Pages = {
  createLiveClient: typeof createLiveClient;
  socketWire: typeof socketWire;
  readEntry: typeof readEntry;
  /** What the next message carries besides its text. */
  optionsOfSend: () => SendOptions;
};

/** Those of this version. */
export const present: Pages = { createLiveClient, socketWire, readEntry, optionsOfSend: () => ({}) };

/** Those of the version in another folder: modules of their own, beside those of this one. */
export const pagesOf = async (root: string): Promise<Omit<Pages, 'optionsOfSend'>> => {
  const load = (file: string) => import(pathToFileURL(join(root, 'app/_live', file)).href);
  const [client, wire, entry] = await Promise.all([
    load('headless-client.ts') as Promise<Pick<Pages, 'createLiveClient'>>,
    load('core/wire/socket.ts') as Promise<Pick<Pages, 'socketWire'>>,
    load('core/outbox/entry.ts') as Promise<Pick<Pages, 'readEntry'>>,
  ]);
  return {
    createLiveClient: client.createLiveClient,
    socketWire: wire.socketWire,
    readEntry: entry.readEntry,
  };
};
