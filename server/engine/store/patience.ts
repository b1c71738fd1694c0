import { setTimeout as delay } from 'node:timers/promises';
import { isPassing, isWrongAddress } from './database.ts';

const pause = 1_000;
/** Milliseconds. A PostgreSQL that starts beside this process, or recovers from a crash, is mostly there within it. */
const longest = 60_000;

/**
 * Does what needs the database while a process starts, again and again until the database answers.
 * @param attempt must be repeatable
 * @param setting what the person who starts it may have to change
 * @param say told once that there is something to wait for
 * @returns what the attempt that succeeded returned
 * @throws at once what will not pass by waiting; after a minute one line that names the setting
 */
export const untilDatabaseAnswers = async <T>(
  attempt: () => Promise<T>,
  setting: string,
  say: (line: string) => void,
): Promise<T> => {
  const giveUpAt = performance.now() + longest;
  for (let isFirst = true; ; isFirst = false) {
    try {
      return await attempt();
    } catch (error) {
      if (!isPassing(error) || isWrongAddress(error)) throw error;
      const reason = error instanceof Error && error.message !== '' ? error.message : String(error);
      if (performance.now() >= giveUpAt)
        throw new Error(`${setting}: PostgreSQL did not answer for a minute: ${reason}`, { cause: error });
      if (isFirst) say(`Waiting for PostgreSQL (${setting}): ${reason}`);
      await delay(pause);
    }
  }
};
