// Without zod: a page loads it first.
import type { ClientEventName } from './events.ts';

/**
 * The number of this contract, said by clients in the handshake (`auth.contract`) and by instances in the answer to `sync`.
 * It grows by one whenever a schema changes: see history.ts.
 */
export const contractVersion: number = 18;

/**
 * The oldest contract that this version still speaks, on both sides: an instance refuses older pages (`too_old`), and a page
 * says it in the handshake (`auth.oldest`), so that an older instance sends it on (`too_new`). It stays where it is as long as
 * contracts only add to each other.
 */
export const oldestContract: number = 1;

/**
 * Fields that change what is stored, and the contract that first has them: event → field → number. An instance before that
 * would drop the field, and something else than what was meant would be stored; so what carries it waits for a later one.
 */
export const since: { readonly [E in ClientEventName]?: Readonly<Record<string, number>> } = {
  // Not stored, but meant: the page does not say it to an instance that does not know it.
  'presence:activity': { active: 10 },
  'account:update': { unprotect: 17 },
  'bot:update': { picture: 17 },
  'workspace:update': { logo: 17 },
  'ticket:resolve': { outcome: 18, text: 18 },
  'invitation:create': { days: 11, uses: 11, role: 11, roomIds: 11 },
};

/** @returns the contract that an instance must have to store what is meant */
export const neededContract = (event: ClientEventName, payload: object, fields = since): number =>
  Object.entries(payload).reduce(
    (most, [field, value]) => (value === undefined ? most : Math.max(most, fields[event]?.[field] ?? 1)),
    1,
  );
