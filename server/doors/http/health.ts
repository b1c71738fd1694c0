import { failure, success } from '../../../protocol/index.ts';
import type { Database } from '../../engine/store/database.ts';
import { answerWith, type Route } from './route.ts';

/** Answers while the process runs: a failing one should be restarted. */
export const alive =
  (instance: string): Route['answer'] =>
  () =>
    answerWith(success({ instance }));

/**
 * Answers 200 when this instance can do its work: started, not draining, and the database answers.
 * Redis is not asked: without it everything works, a little later.
 */
export const ready =
  (options: { instance: string; database: Database; isAccepting: () => boolean }): Route['answer'] =>
  async () => {
    const { instance, database, isAccepting } = options;
    if (!isAccepting()) return answerWith(failure('unavailable', 'starting or stopping'));
    try {
      await database.pool.query('select 1');
      return answerWith(success({ instance }));
    } catch {
      // The pool logs why; a load balancer only wants to know that.
      return answerWith(failure('unavailable', 'the database does not answer'));
    }
  };
