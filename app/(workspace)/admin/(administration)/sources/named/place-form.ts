import type { NamedSource, PayloadInput, SourceKind } from '../../../../../../protocol/index.ts';

type Place = PayloadInput<'source:create'>['place'];
type Mechanism = 'none' | 'plain' | 'scram-sha-256' | 'scram-sha-512';

/** Where a source is, as it stands in a form: whatever its kind has no use for is left alone. */
export type PlaceForm = {
  readonly brokers: string;
  readonly topic: string;
  readonly group: string;
  readonly tls: boolean;
  readonly certificates: string;
  readonly mechanism: Mechanism;
  readonly user: string;
  readonly url: string;
  readonly queue: string;
  readonly stream: string;
};

export const emptyPlace: PlaceForm = {
  ...{ brokers: '', topic: '', group: '', tls: false, certificates: '', mechanism: 'none', user: '' },
  ...{ url: '', queue: '', stream: '' },
};

export const mechanisms = ['none', 'plain', 'scram-sha-256', 'scram-sha-512'] as const;

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** @returns what a source says of its place, to be changed */
export const formOf = ({ place }: Pick<NamedSource, 'place'>): PlaceForm => ({
  brokers: Array.isArray(place.brokers) ? place.brokers.join(', ') : '',
  ...{ topic: text(place.topic), group: text(place.group), tls: place.tls === true },
  ...{ certificates: text(place.certificates), user: text(place.user), url: text(place.url) },
  ...{ queue: text(place.queue), stream: text(place.stream) },
  mechanism: mechanisms.find((known) => known === place.mechanism) ?? 'none',
});

const given = (name: string, value: string) => (value.trim() === '' ? {} : { [name]: value.trim() });

/** @returns the place that a form says; whether it can be one, the server says */
export const placeOf = (kind: SourceKind, form: PlaceForm): Place => {
  if (kind === 'kafka')
    return {
      kind,
      brokers: form.brokers.split(/[\s,]+/).filter((broker) => broker !== ''),
      topic: form.topic.trim(),
      ...given('group', form.group),
      tls: form.tls,
      ...(form.tls ? given('certificates', form.certificates) : {}),
      ...(form.mechanism === 'none' ? {} : { mechanism: form.mechanism, ...given('user', form.user) }),
    };
  if (kind === 'rabbitmq') return { kind, url: form.url.trim(), queue: form.queue.trim() };
  if (kind === 'redis-stream') return { kind, stream: form.stream.trim(), ...given('url', form.url) };
  return { kind };
};

/** Whether somebody can sign in there with a password. */
export const takesPassword = (kind: SourceKind, { mechanism, url }: PlaceForm): boolean =>
  kind === 'rabbitmq' || (kind === 'kafka' && mechanism !== 'none') || (kind === 'redis-stream' && url.trim() !== '');
