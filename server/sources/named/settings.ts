import { type NamedSource, SourcePlace } from '../../../protocol/index.ts';
import type { Config } from '../../config.ts';
import { occupied } from './place.ts';
import type { Report } from './source-row.ts';

/** What the settings say of sources. `INGEST_SECRET`: whether there is one, also where it was generated. */
export type SourceSettings = Pick<
  Config,
  'KAFKA_BROKERS' | 'KAFKA_TOPIC' | 'KAFKA_GROUP' | 'AMQP_URL' | 'AMQP_QUEUE' | 'TICKET_STREAM'
> & { INGEST_SECRET: boolean };

const withoutPassword = (address: string): string => {
  const url = URL.parse(address);
  if (url === null) return '';
  url.password = '';
  return url.href;
};

const passwordIn = (address: string): boolean => (URL.parse(address)?.password ?? '') !== '';

type Fixed = Pick<NamedSource, 'key' | 'kind' | 'place' | 'setting' | 'hasSecret'>;

const fixed = (settings: SourceSettings): Fixed[] => {
  const { KAFKA_BROKERS: brokers, KAFKA_TOPIC: topic, KAFKA_GROUP: group, AMQP_URL: url, AMQP_QUEUE: queue } = settings;
  const found: Fixed[] = [];
  if (brokers !== undefined)
    found.push({
      key: 'kafka',
      kind: 'kafka',
      place: { brokers, topic, group },
      setting: 'KAFKA_BROKERS',
      hasSecret: false,
    });
  if (url !== undefined)
    found.push({
      ...{ key: 'rabbitmq', kind: 'rabbitmq', place: { url: withoutPassword(url), queue }, setting: 'AMQP_URL' },
      hasSecret: passwordIn(url),
    });
  if (settings.TICKET_STREAM !== undefined)
    found.push({
      ...{ key: 'redis-stream', kind: 'redis-stream', place: { stream: settings.TICKET_STREAM } },
      ...{ setting: 'TICKET_STREAM', hasSecret: false },
    });
  if (settings.INGEST_SECRET)
    found.push({ key: 'http', kind: 'http', place: {}, setting: 'INGEST_SECRET', hasSecret: true });
  return found;
};

/** @returns what the sources of the settings read, so that no other one does */
export const occupiedBySettings = (settings: SourceSettings): (string | null)[] =>
  fixed(settings).flatMap(({ key, kind, place }) => {
    const known = SourcePlace.safeParse({ ...place, kind });
    return known.success ? (occupied(key, known.data) ?? []) : [];
  });

/** @returns the sources that the settings of this instance name, as others know them */
export const settingSources = (settings: SourceSettings, reportsOf: (key: string) => Report[]): NamedSource[] =>
  fixed(settings).map((source) => ({
    ...source,
    name: source.key,
    ...{ oldSecretUntil: null, mapping: null, paused: false, version: 0, changedAt: null, problem: null },
    workers: reportsOf(source.key),
  }));
