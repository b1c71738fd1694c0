import { timingSafeEqual } from 'node:crypto';
import { failure } from '../../../protocol/index.ts';
import type { Metrics } from '../../engine/ops/metrics.ts';
import { isLocal } from './origins.ts';
import type { Access, Route } from './route.ts';

const matches = (given: string | undefined, token: string): boolean => {
  const expected = Buffer.from(`Bearer ${token}`);
  const actual = Buffer.from(given ?? '');
  return actual.length === expected.length && timingSafeEqual(actual, expected);
};

/** @param token METRICS_TOKEN; where it is set, being on this machine is not enough */
export const metricsReaders = (token: string | undefined): Access => ({
  who: 'the holder of METRICS_TOKEN; without one, programs on this machine',
  admits: (request) => (token === undefined ? isLocal(request) : matches(request.headers.authorization, token)),
  otherwise: failure('unauthenticated', 'METRICS_TOKEN is needed'),
});

/**
 * What the process measures, in Prometheus' text format.
 * @param measure sets what is read only when somebody asks
 */
export const metricsText =
  ({ registry }: Metrics, measure: () => Promise<void>): Route['answer'] =>
  async () => {
    await measure();
    return new Response(await registry.metrics(), { headers: { 'content-type': registry.contentType } });
  };
