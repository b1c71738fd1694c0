import type { IncomingMessage, ServerResponse } from 'node:http';
import { failure } from '../../../protocol/index.ts';
import type { Logger } from '../../engine/ops/log.ts';
import type { Metrics } from '../../engine/ops/metrics.ts';
import { isPassing } from '../../engine/store/database.ts';
import { respond } from './respond.ts';

export const requestIdHeader = 'x-request-id';

const departures = new Set<unknown>(['ECONNRESET', 'EPIPE', 'ERR_STREAM_PREMATURE_CLOSE']);

/**
 * Whether somebody has gone who asked, in the middle of a body or of an answer: nobody can be answered, nothing is wrong, and
 * anybody can do it as often as they like.
 */
const isDeparture = ({ socket }: IncomingMessage, error: unknown): boolean =>
  socket.destroyed && error instanceof Error && departures.has(Reflect.get(error, 'code'));

/**
 * What went wrong while requests were answered: each is counted and written once, as one line with the request's id, by
 * which whoever asked can name it, and without the query, which may hold what is nobody's business.
 */
export class Failures {
  readonly #log: Logger;
  readonly #failed: Metrics['httpFailures'];
  readonly #reported = new WeakSet<ServerResponse>();

  constructor({ log, metrics }: { log: Logger; metrics: Pick<Metrics, 'httpFailures'> }) {
    this.#log = log;
    this.#failed = metrics.httpFailures;
  }

  /** Answers a request whose route threw, if it can still be answered. */
  answer(request: IncomingMessage, response: ServerResponse, error: unknown): void {
    if (isDeparture(request, error)) return;
    this.report(request, response, error);
    if (response.headersSent) response.destroy();
    else if (isPassing(error)) respond(request, response, failure('unavailable', 'cannot be done now', 1_000));
    else respond(request, response, failure('internal', 'something went wrong on the server'));
  }

  /** Writes down that a request failed, once however often it is told. */
  report(request: IncomingMessage, response: ServerResponse, error: unknown): void {
    if (this.#reported.has(response)) return;
    this.#reported.add(response);
    this.#failed.inc();
    const digest: unknown = error instanceof Error ? Reflect.get(error, 'digest') : undefined;
    this.#log.error(
      {
        err: error,
        request: response.getHeader(requestIdHeader),
        method: request.method,
        path: request.url?.split('?', 1)[0],
        ...(typeof digest === 'string' && { digest }),
      },
      'a request failed',
    );
  }

  /** Looks at an answer that was given without an error: a library may have kept it to itself. */
  look(request: IncomingMessage, response: ServerResponse): void {
    if (response.statusCode === 500) this.report(request, response, undefined);
  }
}
