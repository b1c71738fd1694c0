import { z } from 'zod';
import { limits, PersonalEntry } from '../../protocol/index.ts';
import type { LogKind } from '../engine/log/kinds.ts';
import { readPersonalChanges } from './changes.ts';
import type { PersonalSource } from './source.ts';

const prefix = 'person:';

/** @returns the name of the log of what is one person's own */
export const logOfPerson = (userId: string): string => prefix + userId;

/** Entries of one read, whatever the number of people: it has to end within the statement's timeout. */
const mostEntries = 5_000;

const Entries = z.array(PersonalEntry);

const pageFor = (people: number): number =>
  Math.max(1, Math.min(limits.personalPage, Math.floor(mostEntries / people)));

/**
 * The log of a person: what is their own and the same on all their devices. Only they hear it.
 * @param sources where its entries are
 */
export const personLog = (sources: readonly PersonalSource[]): LogKind => ({
  name: 'person',
  prefix,
  // Not the room of all sockets of a person: who does not keep up leaves the rooms of logs, and must not leave that one. Called
  // as the log is: a second name would be kept for everybody who is connected.
  roomPrefix: prefix,
  channel: 'people',
  event: 'me',
  field: 'entries',
  subject: () => '',
  older: {
    contract: 5,
    events: (userId, entries) => sources.flatMap((source) => source.older?.(userId, Entries.parse(entries)) ?? []),
  },
  heardBy: ({ id }) => [id],
  read: async (database, after) => {
    const places = [...after].map(([userId, afterVersion]) => ({
      ...{ userId, afterVersion, limit: pageFor(after.size) },
    }));
    const changes = await readPersonalChanges(database, sources, places);
    return changes.flatMap(({ userId, afterVersion, entries, upTo }) =>
      upTo > afterVersion ? [{ log: logOfPerson(userId), after: afterVersion, version: upTo, entries }] : [],
    );
  },
  moved: `
    select '${prefix}' || e.person as log, max(e.version)::text as version
    from (${sources.map(({ moved }) => moved).join(' union all ')}) e group by e.person`,
});
