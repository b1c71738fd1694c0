import type { Database } from '../store/database.ts';
import { respond } from './respond.ts';
import type { Route } from './server.ts';

/** Answers while the process runs: a failing one should be restarted. */
export const aliveRoute =
  (instance: string): Route =>
  (_request, response) => {
    respond(response, { ok: true, data: { instance } });
  };

/**
 * Answers 200 when this instance can do its work: started, not draining, and the database answers.
 * Redis is not asked: without it everything works, a little later.
 */
export const readyRoute =
  (options: { instance: string; database: Database; isAccepting: () => boolean }): Route =>
  async (_request, response) => {
    const { instance, database, isAccepting } = options;
    if (!isAccepting()) {
      respond(response, { ok: false, error: { code: 'unavailable', message: 'starting or stopping' } });
      return;
    }
    try {
      await database.pool.query('select 1');
      respond(response, { ok: true, data: { instance } });
    } catch {
      // The pool logs why; a load balancer only wants to know that.
      respond(response, { ok: false, error: { code: 'unavailable', message: 'the database does not answer' } });
    }
  };
