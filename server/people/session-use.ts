import type { Logger } from '../engine/ops/log.ts';
import type { Database } from '../engine/store/database.ts';
import { sessionLife } from './session-life.ts';

const pace = 60_000;

// A session that is used lasts on, but never longer than `longest`; near that end nothing is left to move.
const slide = `
  update session set expires_at = least(now() + $2::int * interval '1 second', created_at + $3::int * interval '1 second'),
    updated_at = now()
  where id = any ($1::uuid[]) and expires_at > now()
    and expires_at < least(now() + ($2::int - $4::int) * interval '1 second', created_at + $3::int * interval '1 second')`;
const noteSession = `
  update session set used_at = now()
  where id = any ($1::uuid[]) and (used_at is null or used_at < now() - interval '15 minutes')`;
const touch = `
  update apikey set last_request = now()
  where id = any ($1::uuid[]) and (last_request is null or last_request < now() - interval '50 seconds')`;
// Once in a quarter of an hour: the row is read far more often than somebody wants to know when they were here.
const see = `
  update "user" set last_seen_at = now()
  where id in (select s.user_id from session s where s.id = any ($1::uuid[]))
    and (last_seen_at is null or last_seen_at < now() - interval '15 minutes')`;

/**
 * Remembers which sessions and API tokens are used, and writes it once a minute for all of them: a session at most once a
 * day, a token at most once a minute, that a person was here four times an hour, whatever number of requests they come with.
 */
export class SessionUse {
  readonly #database: Database;
  #used = new Set<string>();

  constructor(database: Database) {
    this.#database = database;
  }

  /** @param ids sessions and API tokens that were just found to hold */
  note(ids: Iterable<string>): void {
    for (const id of ids) this.#used.add(id);
  }

  /** Writes what was noted. @throws when the database cannot be asked; what was noted is then written with the next */
  async write(): Promise<void> {
    const ids = [...this.#used];
    if (ids.length === 0) return;
    this.#used = new Set();
    try {
      const { idle, longest, step } = sessionLife;
      await this.#database.query('session_slide', slide, [ids, idle, longest, step]);
      await this.#database.query('session_used', noteSession, [ids]);
      await this.#database.query('api_token_touch', touch, [ids]);
      await this.#database.query('people_see', see, [ids]);
    } catch (error) {
      this.note(ids);
      throw error;
    }
  }

  /** Writes once a minute until stopped, and what is left then. */
  start(log: Logger): { stop(): Promise<void> } {
    const write = () =>
      this.write().catch((error: unknown) =>
        log.warn({ err: error }, 'the use of sessions could not be written; trying again in a minute'),
      );
    const timer = setInterval(() => void write(), pace);
    return {
      stop: async () => {
        clearInterval(timer);
        await write();
      },
    };
  }
}
