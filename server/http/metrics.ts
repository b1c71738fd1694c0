import { timingSafeEqual } from 'node:crypto';
import { failure } from '../../protocol/index.ts';
import type { Metrics } from '../ops/metrics.ts';
import { respond } from './respond.ts';
import type { Route } from './server.ts';

const loopback = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);

const matches = (given: string | undefined, token: string): boolean => {
  const expected = Buffer.from(`Bearer ${token}`);
  const actual = Buffer.from(given ?? '');
  return actual.length === expected.length && timingSafeEqual(actual, expected);
};

/**
 * Metrics in Prometheus' text format: with the bearer token METRICS_TOKEN, or, where none is set, for this machine
 * only. A request that came through a proxy is not from this machine.
 */
export const metricsRoute =
  (metrics: Metrics, token: string | undefined): Route =>
  async (request, response) => {
    const isLocal =
      loopback.has(request.socket.remoteAddress ?? '') && request.headers['x-forwarded-for'] === undefined;
    if (token === undefined ? !isLocal : !matches(request.headers.authorization, token)) {
      respond(response, failure('unauthenticated', 'METRICS_TOKEN is needed'));
      return;
    }
    const body = await metrics.registry.metrics();
    response.writeHead(200, { 'content-type': metrics.registry.contentType }).end(body);
  };
