import { z } from 'zod';
import { SourceState } from './cluster.ts';
import { defineEvent } from './define.ts';
import { limits } from './limits.ts';
import { name } from './names.ts';
import { line, oneOf, Timestamp, text } from './primitives.ts';
import { SourceKey, TicketSource } from './rejections.ts';

export const SourceKind = z.enum(['kafka', 'rabbitmq', 'redis-stream', 'http']);
export type SourceKind = z.infer<typeof SourceKind>;

/** What stands in addresses, of the API and of pages, and so names no source. */
const words = ['tickets', 'new'];
const NewSourceKey = SourceKey.refine((key) => !TicketSource.safeParse(key).success && !words.includes(key), {
  error: 'is what Switchboard calls something else',
});

const place = line(limits.sourcePlace);
/** An address without a password, which is the secret. */
const addressOf = (protocols: readonly string[], example: string) =>
  place.refine(
    (value) => {
      const url = URL.parse(value);
      return url !== null && protocols.includes(url.protocol) && url.hostname !== '' && url.password === '';
    },
    { error: `must look like ${example}, without a password` },
  );

export const SaslMechanism = z.enum(['plain', 'scram-sha-256', 'scram-sha-512']);

const KafkaPlace = z.object({
  kind: z.literal('kafka'),
  brokers: z
    .array(place.regex(/^[^\s:]+:\d{1,5}$/, { error: 'must look like host:9092' }))
    .min(1)
    .max(limits.sourceBrokers),
  topic: line(249).regex(/^[\w.-]+$/, { error: 'may have letters, digits, ".", "_" and "-"' }),
  /** Default: `switchboard-` and the key. */
  group: line(200).optional(),
  tls: z.boolean().default(false),
  /** PEM: whose certificates are believed, instead of those of everybody. */
  certificates: text(limits.sourceCertificates)
    .refine((value) => value.includes('-----BEGIN CERTIFICATE-----'), { error: 'is no PEM certificate' })
    .optional(),
  /** Signs in with `user` and the secret. */
  mechanism: SaslMechanism.optional(),
  user: line(200).optional(),
});
const RabbitMqPlace = z.object({
  kind: z.literal('rabbitmq'),
  url: addressOf(['amqp:', 'amqps:'], 'amqp://user@host:5672'),
  queue: line(255),
});
const RedisStreamPlace = z.object({
  kind: z.literal('redis-stream'),
  /** Default: the Redis of the installation. */
  url: addressOf(['redis:', 'rediss:'], 'redis://host:6379').optional(),
  stream: place,
});
const HttpPlace = z.object({ kind: z.literal('http') });

/** Where a source is. */
export const SourcePlace = z
  .discriminatedUnion('kind', [HttpPlace, KafkaPlace, RabbitMqPlace, RedisStreamPlace])
  .refine((where) => where.kind !== 'kafka' || (where.mechanism === undefined) === (where.user === undefined), {
    path: ['user'],
    error: 'goes with mechanism',
  });
export type SourcePlace = z.infer<typeof SourcePlace>;

/** A JSONata expression. */
export const Mapping = text(limits.mapping).refine((value) => value.trim() !== '', { error: 'is empty' });
const Secret = text(limits.sourceSecret).min(1);

/** A place that tickets come from, without its secret. */
export const NamedSource = z.object({
  key: z.string(),
  name: z.string(),
  kind: oneOf(SourceKind.options, 'http'),
  /** As in {@link SourcePlace}. */
  place: z.record(z.string(), z.unknown()),
  /** The variable of the environment that makes it, and that alone changes it; null for one that admins named. */
  setting: z.string().nullable(),
  hasSecret: z.boolean(),
  /** Until when the secret before is valid, too. */
  oldSecretUntil: Timestamp.nullable(),
  /** A JSONata expression; null: events are read as they come. */
  mapping: z.string().nullable(),
  paused: z.boolean(),
  /** Grows by one with every change. */
  version: z.int().nonnegative(),
  changedAt: Timestamp.nullable(),
  /** What keeps this instance from it. */
  problem: z.string().nullable(),
  /** What each worker says of it. */
  workers: z.array(SourceState.omit({ name: true }).extend({ instance: z.string() })).max(limits.clusterInstances),
});
export type NamedSource = z.infer<typeof NamedSource>;

export const SourceListPayload = z.object({});
/** Those of the settings first, then by name. */
export const SourceListData = z.object({
  sources: z.array(NamedSource).max(limits.sources + TicketSource.options.length),
});

export const SourceNamesPayload = z.object({});
/** Also of those that have ended: their tickets stay. */
export const SourceNamesData = z.object({
  names: z.array(z.object({ key: z.string(), name: z.string() })).max(limits.sourcesEver),
});

const sourceName = name(limits.personName);
export const SourceCreatePayload = z.object({
  key: NewSourceKey,
  name: sourceName,
  place: SourcePlace,
  /** The password of Kafka, RabbitMQ or Redis. For HTTP one is made. */
  secret: Secret.optional(),
  mapping: Mapping.nullable().default(null),
  paused: z.boolean().default(false),
});
/** `secret`: what requests are signed with, shown this one time; null where it was given. */
export const SourceSecretData = z.object({ source: NamedSource, secret: z.string().nullable() });

export const SourceUpdatePayload = z.object({
  key: SourceKey,
  /** The one seen: if it has changed since, the answer is `conflict`. */
  version: z.int().positive(),
  name: sourceName.optional(),
  /** Of the kind that the source has. */
  place: SourcePlace.optional(),
  /** Null: events are read as they come. */
  mapping: Mapping.nullable().optional(),
  paused: z.boolean().optional(),
});
export const SourceData = z.object({ source: NamedSource });

export const SourceRotatePayload = z.object({
  key: SourceKey,
  /** For Kafka, RabbitMQ and Redis. For HTTP one is made. */
  secret: Secret.optional(),
  /** Minutes that the present one of HTTP remains valid. */
  keepOld: z.int().min(0).max(limits.sourceOldSecretMinutes).default(1_440),
  /** Makes none, and ends the one before at once. */
  endOld: z.boolean().default(false),
});

export const SourceEndPayload = z.object({ key: SourceKey });
export const SourceEndData = z.object({ key: z.string() });

/** What an admin may ask of named sources. */
export const namedSourceEvents = {
  'source:list': defineEvent({
    access: 'admin',
    budget: 'read',
    weight: () => 5,
    payload: SourceListPayload,
    data: SourceListData,
    says: 'Where tickets come from: what the settings name, which cannot be changed here, and what admins named. How each is doing, on every worker.',
  }),
  'source:names': defineEvent({
    access: 'handler',
    budget: 'read',
    payload: SourceNamesPayload,
    data: SourceNamesData,
    says: 'What named sources are called, also those that have ended.',
  }),
  'source:create': defineEvent({
    access: 'admin',
    budget: 'change',
    dear: true,
    needs: 'session',
    payload: SourceCreatePayload,
    data: SourceSecretData,
    says: 'Names a source. Workers read it within five seconds; one of HTTP takes `POST /api/ingest/<key>` at once.',
  }),
  'source:update': defineEvent({
    access: 'admin',
    budget: 'change',
    needs: 'session',
    payload: SourceUpdatePayload,
    data: SourceData,
    says: 'Changes a named source, pauses it or lets it go on. A paused one takes nothing in and loses nothing: it waits where it is, and senders are asked to come again.',
  }),
  'source:rotate': defineEvent({
    access: 'admin',
    budget: 'change',
    dear: true,
    needs: 'session',
    payload: SourceRotatePayload,
    data: SourceSecretData,
    says: 'Gives a named source another secret. With HTTP, the present one remains valid for `keepOld` minutes.',
  }),
  'source:end': defineEvent({
    access: 'admin',
    budget: 'change',
    dear: true,
    needs: 'session',
    payload: SourceEndPayload,
    data: SourceEndData,
    says: 'Ends a named source for good. Its tickets and books stay, and its key is not given again.',
  }),
};
